import { EMBEDDING_DIMENSION_LIMIT } from "../bytes/limits.ts";
import { shownText } from "../bytes/shownText.ts";
import { FormatError } from "../errors.ts";

/** "count dim", the first line of word2vec's forms and of fastText's `.vec`. */
export interface CountHeader {
  readonly words: number;
  readonly dimensions: number;
  /** Bytes of the line with its newline. */
  readonly byteLength: number;
}

/** `undefined` where the file does not begin with such a line. */
export function countHeader(head: Uint8Array): CountHeader | undefined {
  const newline = head.subarray(0, LONGEST).indexOf(0x0a);
  if (newline < 0) return undefined;
  const line = String.fromCharCode(...head.subarray(0, newline));
  const [, words, dimensions] = /^(\d+) +(\d+) *\r?$/.exec(line) ?? [];
  if (words === undefined || dimensions === undefined) return undefined;
  return { words: Number(words), dimensions: Number(dimensions), byteLength: newline + 1 };
}

/** @throws FormatError `bad-header` for a file of the binary form, which has nothing without its header. */
export function requireCountHeader(head: Uint8Array, file: string): CountHeader {
  const header = countHeader(head);
  if (header !== undefined) return header;
  const begin = shownText(String.fromCharCode(...head.subarray(0, 24)));
  throw new FormatError(
    "bad-header",
    `${file} begins with ${begin}; word vectors in binary form begin with a line of two whole numbers, words and dimensions`,
    { offset: 0 },
  );
}

/** @throws FormatError `limit-exceeded` */
export function requireDimensions(dimensions: number, file: string, offset: number): void {
  if (dimensions >= 1 && dimensions <= EMBEDDING_DIMENSION_LIMIT) return;
  throw new FormatError(
    "limit-exceeded",
    `${file}: vectors are said to have ${dimensions} dimensions, allowed are 1 to ${EMBEDDING_DIMENSION_LIMIT}`,
    { offset },
  );
}

/** Two numbers of 20 digits and what stands around them. */
const LONGEST = 48;
