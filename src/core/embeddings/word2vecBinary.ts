import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_WORD_BYTES } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import type { Parsed } from "../problem.ts";
import { plainEmbeddings } from "./plainEmbeddings.ts";
import { decodeLittleEndian } from "./rowVectors.ts";
import { SequentialReader } from "./sequentialReader.ts";
import type { EmbeddingsFile, ReadingOptions, StaticEmbeddings } from "./staticEmbeddings.ts";
import { requireCountHeader, requireDimensions, type CountHeader } from "./textHeader.ts";
import { VocabularyReading } from "./vocabularyReading.ts";

/**
 * Word2vec's binary form, from its header alone.
 *
 * | what | bytes |
 * |---|---|
 * | words and dimensions in decimal digits, a space between them | up to the first newline |
 * | for each word: its bytes, a space, float32 values in little endian | word + 1 + 4 · dimensions |
 * | a newline after the values | 0 or 1: word2vec.c writes one, gensim none |
 *
 * Sources: word2vec.c of the original distribution; gensim/models/keyedvectors.py.
 * @throws FormatError `bad-header`, `limit-exceeded`, `truncated`.
 */
export function openWord2VecBinary(
  source: ByteSource,
  file: string,
  head: Uint8Array,
): EmbeddingsFile {
  const header = requireCountHeader(head, file);
  requireDimensions(header.dimensions, file, 0);
  const rest = source.byteLength - header.byteLength;
  if (rest < header.dimensions * 4 + 1) {
    throw new FormatError(
      "truncated",
      `${file} ends ${rest} bytes after its header; one vector of ${header.dimensions} values needs ${header.dimensions * 4}`,
      { offset: source.byteLength },
    );
  }
  return {
    format: "word2vec-binary",
    dimensions: header.dimensions,
    statedWords: header.words,
    estimatedWords: undefined,
    readVocabulary: async (options = {}) => readWords(source, file, header, options),
  };
}

async function readWords(
  source: ByteSource,
  file: string,
  header: CountHeader,
  options: ReadingOptions,
): Promise<Parsed<StaticEmbeddings>> {
  const { dimensions } = header;
  const reading = new VocabularyReading(file, source.byteLength);
  const reader = new SequentialReader(source, header.byteLength, options);
  const width = dimensions * 4;
  while (reading.count < header.words) {
    const to = await findWordEnd(reader);
    if (to === undefined) break;
    if (to < 0) {
      refuseLongWord(reading, reader.offset);
      break;
    }
    const wordLength = to - reader.at;
    if (!(await reader.need(wordLength + 1 + width))) {
      tellCut(reading, reader);
      break;
    }
    const { at, bytes } = reader;
    const vector = at + wordLength + 1;
    if (reading.checksValues) checkValues(reading, bytes.subarray(vector, vector + width));
    const place = { offset: reader.offsetOf(vector), length: width };
    if (!reading.add(bytes, { from: at, to: at + wordLength }, place)) break;
    reader.at = vector + width;
  }
  await tellRest(reading, reader, header.words);
  const { words, offsets } = reading.finish(header.words);
  const places = {
    count: words.count,
    dimensions,
    offset: (row: number) => offsets[row] ?? 0,
    length: () => width,
    decode: decodeLittleEndian,
  };
  return {
    value: plainEmbeddings("word2vec-binary", words, places, source),
    problems: reading.problems.list,
  };
}

/**
 * Passes the newlines before a word and finds the space behind it: its place in `reader.bytes`, −1 for a word that is
 * longer than any, `undefined` at the end of the file.
 */
async function findWordEnd(reader: SequentialReader): Promise<number | undefined> {
  while (await reader.need(1)) {
    if (reader.bytes[reader.at] !== NEWLINE) break;
    reader.at++;
  }
  if (reader.remaining === 0) return undefined;
  for (;;) {
    const to = reader.bytes.subarray(0, reader.at + EMBEDDING_WORD_BYTES).indexOf(SPACE, reader.at);
    if (to >= 0) return to;
    if (reader.end - reader.at >= EMBEDDING_WORD_BYTES) return -1;
    if (!(await reader.fill())) return -1;
  }
}

const SPACE = 0x20;
const NEWLINE = 0x0a;

function refuseLongWord(reading: VocabularyReading, offset: number): void {
  reading.problems.add(
    "word-length",
    "error",
    `word ${reading.count + 1} has no space within ${EMBEDDING_WORD_BYTES} bytes; what follows is not read`,
    { offset },
  );
}

function tellCut(reading: VocabularyReading, { offset, remaining }: SequentialReader): void {
  reading.problems.add(
    "truncated",
    "error",
    `the vector of word ${reading.count + 1} is cut: the file ends ${remaining} bytes after the word begins`,
    { offset },
  );
}

function checkValues(reading: VocabularyReading, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.byteLength; at += 4) {
    if (Number.isFinite(view.getFloat32(at, true))) continue;
    reading.problems.add(
      "not-finite",
      "warning",
      `word ${reading.count + 1} has values that are NaN or infinite; it is no one's neighbour`,
    );
    return;
  }
}

/** Bytes behind the last word that the header promised. */
async function tellRest(
  reading: VocabularyReading,
  reader: SequentialReader,
  stated: number,
): Promise<void> {
  if (reading.count < stated) return;
  if ((await reader.need(1)) && reader.bytes[reader.at] === NEWLINE) reader.at++;
  if (reader.remaining === 0) return;
  reading.problems.add(
    "trailing-bytes",
    "warning",
    `${reader.remaining} bytes follow the last of the ${stated} words that its header promises`,
    { offset: reader.offset },
  );
}
