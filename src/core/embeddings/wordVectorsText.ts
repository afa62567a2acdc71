import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_LINE_LIMIT, EMBEDDING_WORD_BYTES } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import type { Parsed } from "../problem.ts";
import { plainEmbeddings } from "./plainEmbeddings.ts";
import { SequentialReader } from "./sequentialReader.ts";
import type { EmbeddingsFile, ReadingOptions, StaticEmbeddings } from "./staticEmbeddings.ts";
import { countHeader, requireDimensions } from "./textHeader.ts";
import { emptyRow, parseFields, splitRow, type TextRow } from "./textRow.ts";
import { shownWord, VocabularyReading } from "./vocabularyReading.ts";

/**
 * Word vectors as text: a line for each word, its values in decimal after it, single spaces between.
 *
 * With a header "words dimensions": word2vec, gensim and fastText's `.vec`, whose words hold no space.
 * Without one: GloVe, whose words may hold spaces and numbers, so the last fields of a line are its vector; how many
 * is what most of the first lines agree on. Lines may end in a space and in CR LF.
 *
 * Sources: word2vec.c and gensim/models/keyedvectors.py; fastText's fasttext.cc (saveVectors); GloVe's glove.c.
 * @throws FormatError `bad-header`, `limit-exceeded`.
 */
export function openWordVectorsText(
  source: ByteSource,
  file: string,
  head: Uint8Array,
): EmbeddingsFile {
  const header = countHeader(head);
  const lines = header === undefined ? firstLines(head, source, file) : undefined;
  const dimensions = header?.dimensions ?? lines?.dimensions ?? 0;
  requireDimensions(dimensions, file, 0);
  const layout: Layout = {
    file,
    dimensions,
    start: header?.byteLength ?? 0,
    stated: header?.words,
  };
  return {
    format: "word-vectors-text",
    dimensions,
    statedWords: header?.words,
    estimatedWords: lines === undefined ? undefined : Math.round(source.byteLength / lines.bytes),
    readVocabulary: async (options = {}) => readLines(source, layout, options),
  };
}

interface Layout {
  readonly file: string;
  readonly dimensions: number;
  /** Offset of the first row. */
  readonly start: number;
  readonly stated: number | undefined;
}

/** Fields that most of the first lines have, less the word; among equals the fewest. `bytes`: mean of a line. */
function firstLines(
  head: Uint8Array,
  source: ByteSource,
  file: string,
): { readonly dimensions: number; readonly bytes: number } {
  const counts = new Map<number, number>();
  const row = emptyRow();
  let from = 0;
  let lines = 0;
  while (from < head.length && lines < LINES_LOOKED_AT) {
    let to = head.indexOf(0x0a, from);
    if (to < 0 && (lines > 0 || head.length < source.byteLength)) break;
    if (to < 0) to = head.length;
    splitRow(head, { from, to }, Infinity, row);
    counts.set(row.fields - 1, (counts.get(row.fields - 1) ?? 0) + 1);
    lines++;
    from = to + 1;
  }
  if (lines === 0) {
    throw new FormatError(
      "limit-exceeded",
      `${file}: its first line does not end within ${head.length} bytes; a line of word vectors has at most ${EMBEDDING_LINE_LIMIT}`,
      { offset: 0 },
    );
  }
  const [best] = [...counts].toSorted(([a, m], [b, n]) => n - m || a - b);
  return { dimensions: best?.[0] ?? 0, bytes: from / lines };
}

const LINES_LOOKED_AT = 100;

async function readLines(
  source: ByteSource,
  layout: Layout,
  options: ReadingOptions,
): Promise<Parsed<StaticEmbeddings>> {
  const reading = new VocabularyReading(layout.file, source.byteLength);
  const reader = new SequentialReader(source, layout.start, options);
  const lines = new RowCheck(layout, reading);
  for (;;) {
    let newline = reader.bytes.indexOf(0x0a, reader.at);
    if (newline < 0) {
      if (reader.end - reader.at > EMBEDDING_LINE_LIMIT) {
        lines.refuseLongLine(reader.offset);
        break;
      }
      if (await reader.fill()) continue;
      if (reader.at === reader.end) break;
      newline = reader.end;
    }
    if (!lines.take(reader, newline)) break;
    reader.at = Math.min(newline + 1, reader.end);
  }
  const { words, offsets, lengths } = reading.finish(layout.stated);
  const places = {
    count: words.count,
    dimensions: layout.dimensions,
    offset: (row: number) => offsets[row] ?? 0,
    length: (row: number) => lengths[row] ?? 0,
    decode: (bytes: Uint8Array, into: Float32Array) => {
      parseFields(bytes, { from: 0, to: bytes.length }, into);
    },
  };
  return {
    value: plainEmbeddings("word-vectors-text", words, places, source),
    problems: reading.problems.list,
  };
}

/** Takes lines one by one: rows that are right into the reading, what is wrong into its problems. */
class RowCheck {
  readonly #layout: Layout;
  readonly #reading: VocabularyReading;
  readonly #row: TextRow = emptyRow();
  readonly #values: Float32Array;
  #line: number;

  constructor(layout: Layout, reading: VocabularyReading) {
    this.#layout = layout;
    this.#reading = reading;
    this.#values = new Float32Array(layout.dimensions);
    this.#line = layout.stated === undefined ? 0 : 1;
  }

  /** `false` where no more lines are wanted. */
  take(reader: SequentialReader, to: number): boolean {
    this.#line++;
    const { bytes, at, offset } = reader;
    const row = this.#row;
    const { dimensions, stated } = this.#layout;
    splitRow(bytes, { from: at, to }, dimensions, row);
    if (row.fields === 0) return true;
    const isWrong = stated === undefined ? row.fields <= dimensions : row.fields !== dimensions + 1;
    if (isWrong) {
      this.#tell(
        "row-length",
        `has ${row.fields - 1} values, the vectors of this file have ${dimensions}; it is left out`,
        offset,
      );
      return true;
    }
    if (row.wordTo - row.wordFrom > EMBEDDING_WORD_BYTES) {
      const length = row.wordTo - row.wordFrom;
      this.#tell("word-length", `has a word of ${length} bytes; it is left out`, offset);
      return true;
    }
    if (!this.#hasNumbers(bytes, offset)) return true;
    return this.#reading.add(
      bytes,
      { from: row.wordFrom, to: row.wordTo },
      { offset: reader.offsetOf(row.vectorFrom), length: row.vectorTo - row.vectorFrom },
    );
  }

  refuseLongLine(offset: number): void {
    this.#line++;
    const message = `does not end within ${EMBEDDING_LINE_LIMIT} bytes; what follows is not read`;
    this.#tell("line-length", message, offset, "error");
  }

  /** Looks at the values where something is odd, and always in small files. */
  #hasNumbers(bytes: Uint8Array, offset: number): boolean {
    const row = this.#row;
    if (!row.hasOddCharacters && !this.#reading.checksValues) return true;
    const span = { from: row.vectorFrom, to: row.vectorTo };
    const wrong = parseFields(bytes, span, this.#values);
    const word = shownWord(bytes.subarray(row.wordFrom, row.wordTo));
    if (wrong > 0) {
      this.#tell(
        "bad-number",
        `(${word}) has ${wrong} values that are no numbers; it is left out`,
        offset,
        "error",
      );
      return false;
    }
    if (this.#values.some((value) => !Number.isFinite(value))) {
      const message = `(${word}) has values that are NaN, infinite or beyond float32; it is no one's neighbour`;
      this.#tell("not-finite", message, offset);
    }
    return true;
  }

  #tell(
    code: string,
    message: string,
    offset: number,
    severity: "error" | "warning" = "warning",
  ): void {
    this.#reading.problems.add(code, severity, `line ${this.#line} ${message}`, { offset });
  }
}
