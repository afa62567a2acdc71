import { RefusedError } from "./errors.ts";

/**
 * A webview shows hostile files, so what it asks is looked at as data from outside: types, bounds and revision
 * before anything is read. Names of methods are checked by the Rpc class.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** Longest text that is cut into tokens in one go; attention over its tokens is refused long before. */
export const longestText = 200_000;

/** Rows of one request; the longest prompt that a picture is drawn of has far fewer. */
const mostRows = 100_000;

export function requireFields(params: unknown): Fields {
  if (typeof params !== "object" || params === null) {
    throw new RefusedError("bad-request", `Parameters are an object; ${typeof params} was found`);
  }
  return params as Fields;
}

/** @throws RefusedError `stale` for a revision that is not the current one: its offsets may lie elsewhere now. */
export function requireRevision(params: Fields, current: number): void {
  if (params["revision"] !== current) {
    throw new RefusedError(
      "stale",
      `The model's files changed since they were read (revision ${String(params["revision"])}, now ${current})`,
    );
  }
}

export function requireText(params: Fields, key: string): string {
  const value = params[key];
  if (typeof value !== "string" || value.length > longestText) {
    const found = typeof value === "string" ? `${value.length} characters` : typeof value;
    throw new RefusedError(
      "bad-request",
      `"${key}" is a text of at most ${longestText} characters; ${found} found`,
    );
  }
  return value;
}

/** Whole numbers from 0, at most `mostRows` of them. */
export function requireIndices(params: Fields, key: string): readonly number[] {
  const value = params[key];
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  if (!Array.isArray(value) || list.length > mostRows) {
    throw new RefusedError(
      "bad-request",
      `"${key}" is a list of at most ${mostRows} whole numbers`,
    );
  }
  const wrong = list.find((item) => !Number.isSafeInteger(item) || (item as number) < 0);
  if (wrong !== undefined) {
    throw new RefusedError(
      "bad-request",
      `"${key}" has ${typeof wrong === "number" ? wrong : typeof wrong}; whole numbers from 0 are allowed`,
    );
  }
  return list as readonly number[];
}
