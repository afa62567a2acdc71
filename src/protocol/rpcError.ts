/**
 * How a call failed, as it arrives on the calling side.
 * Codes of the connection itself: `cancelled`, `disposed` (this end), `gone` (the other end was replaced),
 * `unknown-method`, `not-sent`, `internal`. Any other code is the `code` of the error that the handler threw.
 */
export class RpcError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "RpcError";
    this.code = code;
  }
}

/** The two fields of an error that cross: a word to compare and a sentence for people. */
export interface WireError {
  readonly code: string;
  readonly message: string;
}

/** An error without a `code` of its own is a bug of ours and says so: `internal`. */
export function toWireError(error: unknown, signal: AbortSignal): WireError {
  if (signal.aborted) {
    return { code: "cancelled", message: "The request was cancelled." };
  }
  if (!(error instanceof Error)) {
    return { code: "internal", message: String(error) };
  }
  const code: unknown = "code" in error ? error.code : undefined;
  return { code: typeof code === "string" ? code : "internal", message: error.message };
}
