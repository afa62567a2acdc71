import { EMBEDDING_WORD_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { requireDimensions } from "./textHeader.ts";

/** What a fastText model says about itself before its words. */
export interface FastTextHeader {
  readonly version: number;
  readonly dimensions: number;
  /** Rows that subwords share by their hash. */
  readonly bucket: number;
  /** Shortest and longest subword, in characters; a longest of 0 means none. */
  readonly minn: number;
  readonly maxn: number;
  readonly model: "cbow" | "skipgram" | "supervised";
  /** Words and labels together. */
  readonly entries: number;
  readonly words: number;
  readonly labels: number;
  /** Pairs (bucket, row) of a pruned model; −1 where nothing was pruned. */
  readonly pruned: number;
}

/** Bytes of the header: the dictionary's entries begin here. */
export const FASTTEXT_HEADER_BYTES = 92;

/**
 * All little endian: magic and version (int32 each), twelve int32 and a double of arguments (dim, ws, epoch, minCount,
 * neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate; t), then of the dictionary size, words and labels
 * (int32), tokens and size of the pruned index (int64).
 * Source: fastText 0.9.2, args.cc, dictionary.cc and fasttext.cc.
 * @throws FormatError `truncated`, `unsupported`, `limit-exceeded`, `bad-header`.
 */
export function parseFastTextHeader(
  head: Uint8Array,
  file: string,
  byteLength: number,
): FastTextHeader {
  if (head.length < FASTTEXT_HEADER_BYTES) {
    throw new FormatError(
      "truncated",
      `${file} has ${byteLength} bytes and ends inside the arguments of fastText, which take ${FASTTEXT_HEADER_BYTES}`,
      { offset: byteLength },
    );
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const field = (index: number): number => view.getInt32(argument(index), true);
  const version = view.getInt32(4, true);
  if (version !== 11 && version !== 12) {
    throw new FormatError(
      "unsupported",
      `${file} is of version ${version} of fastText's format; 11 and 12 are readable`,
      { offset: 4 },
    );
  }
  requireDimensions(field(0), file, 8);
  const model = MODELS[field(7) - 1];
  if (model === undefined)
    refuse(file, { what: "model", found: field(7), at: argument(7) }, "1 to 3");
  const header = {
    version,
    dimensions: field(0),
    bucket: field(8),
    minn: field(9),
    // Models of version 11 say a longest subword although supervised ones had none then (FastText::loadModel).
    maxn: version === 11 && model === "supervised" ? 0 : field(10),
    model,
    entries: view.getInt32(64, true),
    words: view.getInt32(68, true),
    labels: view.getInt32(72, true),
    pruned: Number(view.getBigInt64(84, true)),
  };
  checkSizes(header, file, byteLength - FASTTEXT_HEADER_BYTES);
  return header;
}

const MODELS = ["cbow", "skipgram", "supervised"] as const;

/** One byte that ends the word, a count of eight and a kind of one. */
const SMALLEST_ENTRY = 10;
const PRUNED_PAIR = 8;
/** Longest subword that is looked at; published models have 5 or 6. */
const LONGEST_SUBWORD = 100;

function checkSizes(header: FastTextHeader, file: string, rest: number): void {
  const { entries, words, labels, pruned } = header;
  const room = Math.min(EMBEDDING_WORD_LIMIT, Math.floor(rest / SMALLEST_ENTRY));
  if (entries < 1 || entries > room) {
    refuse(file, { what: "size of the dictionary", found: entries, at: 64 }, `1 to ${room}`);
  }
  if (words < 1 || labels < 0 || words + labels !== entries) {
    const allowed = `at least 1, and ${entries} together with the labels`;
    refuse(file, { what: "number of words", found: words, at: 68 }, allowed);
  }
  const pairs = Math.floor(rest / PRUNED_PAIR);
  if (pruned < -1 || pruned > pairs) {
    refuse(file, { what: "size of the pruned index", found: pruned, at: 84 }, `-1 to ${pairs}`);
  }
  checkSubwords(header, file);
}

function checkSubwords({ bucket, minn, maxn }: FastTextHeader, file: string): void {
  const least = maxn > 0 ? 1 : 0;
  if (bucket < least) {
    refuse(file, { what: "bucket", found: bucket, at: argument(8) }, `${least} and more`);
  }
  if (minn < 0) refuse(file, { what: "minn", found: minn, at: argument(9) }, "0 and more");
  if (maxn < 0 || maxn > LONGEST_SUBWORD) {
    refuse(file, { what: "maxn", found: maxn, at: argument(10) }, `0 to ${LONGEST_SUBWORD}`);
  }
}

/** Offset of the arguments' int32 by its place. */
function argument(place: number): number {
  return 8 + 4 * place;
}

interface Found {
  readonly what: string;
  readonly found: number;
  /** Offset in the file. */
  readonly at: number;
}

function refuse(file: string, { what, found, at }: Found, allowed: string): never {
  throw new FormatError("bad-header", `${file}: ${what} is ${found}, allowed is ${allowed}`, {
    offset: at,
  });
}
