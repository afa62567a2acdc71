/**
 * Why a file cannot be read on, as a word that tests and callers compare.
 * The message is for people: what was found, what was allowed, where.
 */
export type FormatErrorCode =
  | "read-past-end"
  | "not-found"
  | "not-readable"
  | "too-large"
  | "truncated"
  | "bad-magic"
  | "bad-header"
  | "bad-json"
  | "bad-encoding"
  | "bad-shape"
  | "bad-offset"
  | "bad-dtype"
  | "bad-value"
  | "limit-exceeded"
  | "missing-tensor"
  | "unsupported"
  | "bad-token";

/** An expected failure: the user's file cannot be read on. Never a bug of ours. */
export class FormatError extends Error {
  readonly code: FormatErrorCode;
  /** Byte offset in the file, where one can be named. */
  readonly offset: number | undefined;

  constructor(
    code: FormatErrorCode,
    message: string,
    options: { readonly offset?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "FormatError";
    this.code = code;
    this.offset = options.offset;
  }
}

/** For switches that the compiler proves complete. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
