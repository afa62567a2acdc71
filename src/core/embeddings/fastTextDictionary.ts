import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_WORD_BYTES } from "../bytes/limits.ts";
import type { ProblemList } from "../bytes/problemList.ts";
import { FormatError } from "../errors.ts";
import { FASTTEXT_HEADER_BYTES, type FastTextHeader } from "./fastTextHeader.ts";
import { isUtf8 } from "./isUtf8.ts";
import { SequentialReader } from "./sequentialReader.ts";
import type { ReadingOptions } from "./staticEmbeddings.ts";
import { WordTableBuilder, type WordTable } from "./wordTable.ts";

export interface FastTextDictionary {
  readonly words: WordTable;
  /** Labels of a supervised model, in the order of the rows of its output matrix. */
  readonly labels: readonly string[];
  readonly pruned: ReadonlyMap<number, number> | undefined;
  /** Offset of what follows: the flag and the header of the input matrix. */
  readonly end: number;
}

/**
 * Entries of the dictionary, words first and labels after them: bytes that end with 0, a count (int64), a kind (int8,
 * 0 word, 1 label); then the pairs of a pruned model (int32 bucket, int32 row).
 * Source: fastText 0.9.2, Dictionary::load.
 * @throws FormatError `truncated`, `bad-value`, `limit-exceeded`.
 */
export async function readFastTextDictionary(
  source: ByteSource,
  header: FastTextHeader,
  problems: ProblemList,
  options: ReadingOptions,
): Promise<FastTextDictionary> {
  const reader = new SequentialReader(source, FASTTEXT_HEADER_BYTES, options);
  const builder = new WordTableBuilder();
  const labels: string[] = [];
  const decoder = new TextDecoder();
  for (let entry = 0; entry < header.entries; entry++) {
    const to = await findEntryEnd(reader, problems.file, entry);
    const { bytes, at } = reader;
    const kind = entry < header.words ? 0 : 1;
    if (bytes[to + 9] !== kind) refuseKind(bytes[to + 9] ?? 0, entry, reader, problems.file);
    if (kind === 1) labels.push(decoder.decode(bytes.subarray(at, to)));
    else if (!builder.add(bytes, at, to)) refuseSize(entry, reader, problems.file);
    if (!isUtf8(bytes, at, to)) tellBadWord(entry, reader.offset, problems);
    reader.at = to + ENTRY_TAIL;
  }
  const pruned = await readPruned(reader, header.pruned, problems.file);
  return { words: builder.build(), labels, pruned, end: reader.offset };
}

/** What follows the bytes of a word: 0, count and kind. */
const ENTRY_TAIL = 10;

/** The place of the 0 that ends the word at hand, with what belongs to the entry behind it. */
async function findEntryEnd(
  reader: SequentialReader,
  file: string,
  entry: number,
): Promise<number> {
  for (;;) {
    const window = reader.bytes.subarray(0, reader.at + EMBEDDING_WORD_BYTES + 1);
    const to = window.indexOf(0, reader.at);
    if (to >= 0 && to + ENTRY_TAIL <= reader.end) return to;
    if (to < 0 && reader.end - reader.at > EMBEDDING_WORD_BYTES) {
      throw new FormatError(
        "limit-exceeded",
        `${file}: word ${entry + 1} of the dictionary has more than ${EMBEDDING_WORD_BYTES} bytes`,
        { offset: reader.offset },
      );
    }
    if (!(await reader.fill())) {
      throw new FormatError(
        "truncated",
        `${file} ends inside its dictionary, at word ${entry + 1}; is the download complete?`,
        { offset: reader.offset },
      );
    }
  }
}

async function readPruned(
  reader: SequentialReader,
  pairs: number,
  file: string,
): Promise<ReadonlyMap<number, number> | undefined> {
  if (pairs < 0) return undefined;
  if (reader.remaining < pairs * 8) {
    throw new FormatError(
      "truncated",
      `${file} ends inside its pruned index, which is said to have ${pairs} pairs`,
      { offset: reader.offset },
    );
  }
  const rows = new Map<number, number>();
  for (let pair = 0; pair < pairs; pair++) {
    await reader.need(8);
    const view = new DataView(reader.bytes.buffer, reader.bytes.byteOffset + reader.at, 8);
    rows.set(view.getInt32(0, true), view.getInt32(4, true));
    reader.at += 8;
  }
  return rows;
}

function refuseKind(kind: number, entry: number, reader: SequentialReader, file: string): never {
  throw new FormatError(
    "bad-value",
    `${file}: entry ${entry + 1} of the dictionary is of kind ${kind}; words (0) come first, then labels (1)`,
    { offset: reader.offset },
  );
}

function refuseSize(entry: number, reader: SequentialReader, file: string): never {
  throw new FormatError(
    "limit-exceeded",
    `${file}: the words up to ${entry + 1} have more bytes than are kept in memory`,
    { offset: reader.offset },
  );
}

function tellBadWord(entry: number, offset: number, problems: ProblemList): void {
  const message = `word ${entry + 1} is not UTF-8; it is shown with U+FFFD`;
  problems.add("bad-encoding", "warning", message, { offset });
}
