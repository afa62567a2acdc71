import { decimalFloat } from "./decimalFloat.ts";
import type { EmbeddingFormat } from "./staticEmbeddings.ts";
import { countHeader } from "./textHeader.ts";

/**
 * What a file of static embeddings is: by its first bytes, and where they say nothing by its name. A head of a
 * kilobyte is enough; with fewer bytes headerless text is told from other text by less.
 */
export function recogniseEmbeddings(head: Uint8Array, name: string): EmbeddingFormat | undefined {
  return byContent(head) ?? byName(name);
}

/** By the first bytes alone. */
export function byContent(head: Uint8Array): EmbeddingFormat | undefined {
  if (FASTTEXT_MAGIC.every((byte, i) => head[i] === byte)) return "fasttext";
  const header = countHeader(head);
  if (header !== undefined) {
    const row = head.subarray(header.byteLength);
    return isTextRow(row, 1) ? "word-vectors-text" : "word2vec-binary";
  }
  return isTextRow(head, PLAIN_FIELDS) ? "word-vectors-text" : undefined;
}

function byName(name: string): EmbeddingFormat | undefined {
  const lower = name.toLowerCase();
  if (/\.(vec|txt|glove)$/.test(lower)) return "word-vectors-text";
  if (lower.endsWith(".ftz")) return "fasttext";
  return /\.(bin|w2v)$/.test(lower) ? "word2vec-binary" : undefined;
}

/** 793712314, little endian (fasttext.cc, FASTTEXT_FILEFORMAT_MAGIC_INT32). */
const FASTTEXT_MAGIC = [0xba, 0x16, 0x4f, 0x2f];

/** So many numbers must follow the first word of a file that has no header. */
const PLAIN_FIELDS = 3;

/** Whether a first line is a word and then, as far as it is at hand, only numbers. */
function isTextRow(bytes: Uint8Array, atLeast: number): boolean {
  const newline = bytes.indexOf(0x0a);
  const isWhole = newline >= 0;
  let end = isWhole ? newline : bytes.lastIndexOf(0x20);
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x0d)) end--;
  let at = bytes.indexOf(0x20);
  if (at < 0 || at >= end) return false;
  let numbers = 0;
  while (at < end) {
    while (bytes[at] === 0x20) at++;
    let to = bytes.indexOf(0x20, at);
    if (to < 0 || to > end) to = end;
    if (decimalFloat(bytes, at, to) === undefined) return false;
    numbers++;
    at = to;
  }
  return numbers >= atLeast;
}
