import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_DIMENSION_LIMIT } from "../bytes/limits.ts";
import { ProblemList } from "../bytes/problemList.ts";
import { FormatError } from "../errors.ts";
import type { Parsed } from "../problem.ts";
import { composedEmbeddings } from "./composedEmbeddings.ts";
import { readFastTextDictionary } from "./fastTextDictionary.ts";
import { parseFastTextHeader, type FastTextHeader } from "./fastTextHeader.ts";
import type {
  EmbeddingMatrix,
  EmbeddingsFile,
  ReadingOptions,
  StaticEmbeddings,
} from "./staticEmbeddings.ts";

/**
 * fastText's own binary form (`.bin`), versions 11 and 12, from its arguments alone: header, dictionary, and two
 * matrices, `input` [words + buckets, dim] and `output` [words or labels, dim], each a flag (1 where quantised), two
 * int64 for rows and columns, and float32 values. Quantised models (`.ftz`) are refused.
 * Source: fastText 0.9.2, FastText::saveModel, DenseMatrix::save.
 * @throws FormatError those of `parseFastTextHeader`.
 */
export function openFastText(source: ByteSource, file: string, head: Uint8Array): EmbeddingsFile {
  const header = parseFastTextHeader(head, file, source.byteLength);
  return {
    format: "fasttext",
    dimensions: header.dimensions,
    statedWords: header.words,
    estimatedWords: undefined,
    readVocabulary: async (options = {}) => readModel(source, file, header, options),
  };
}

async function readModel(
  source: ByteSource,
  file: string,
  header: FastTextHeader,
  options: ReadingOptions,
): Promise<Parsed<StaticEmbeddings>> {
  const problems = new ProblemList(file);
  const dictionary = await readFastTextDictionary(source, header, problems, options);
  const place = { source, file, signal: options.signal };
  const input = await readMatrix(place, "input", dictionary.end);
  checkInput(input, header, file);
  const matrices = [input];
  const inputEnd = endOf(input);
  if (inputEnd > source.byteLength) {
    problems.add(
      "truncated",
      "error",
      `the input matrix [${input.rows}, ${input.columns}] should end at byte ${inputEnd}, the file ends at ${source.byteLength}; vectors that lie behind it cannot be read`,
      { offset: source.byteLength },
    );
  } else {
    const output = await readMatrix(place, "output", inputEnd);
    matrices.push(output);
    checkEnd(endOf(output), source.byteLength, problems);
  }
  const rule = { ...header, pruned: dictionary.pruned };
  return {
    value: composedEmbeddings({ words: dictionary.words, rule, matrices, input, source }),
    problems: problems.list,
  };
}

interface Place {
  readonly source: ByteSource;
  readonly file: string;
  readonly signal: AbortSignal | undefined;
}

/** Flag, rows and columns. */
const MATRIX_HEADER = 17;

async function readMatrix(
  { source, file, signal }: Place,
  name: string,
  offset: number,
): Promise<EmbeddingMatrix> {
  if (offset + MATRIX_HEADER > source.byteLength) {
    throw new FormatError("truncated", `${file} ends before its ${name} matrix`, {
      offset: source.byteLength,
    });
  }
  const bytes = await source.read(offset, MATRIX_HEADER, signal);
  const view = new DataView(bytes.buffer);
  if (bytes[0] !== 0) {
    throw new FormatError(
      "unsupported",
      `${file}: its ${name} matrix is quantised (.ftz), which is not readable in this version; the .bin file it was made from is`,
      { offset },
    );
  }
  const rows = Number(view.getBigInt64(1, true));
  const columns = Number(view.getBigInt64(9, true));
  if (
    rows >= 0 &&
    rows <= MATRIX_ROW_LIMIT &&
    columns >= 0 &&
    columns <= EMBEDDING_DIMENSION_LIMIT
  ) {
    return { name, rows, columns, offset: offset + MATRIX_HEADER };
  }
  throw new FormatError(
    "bad-shape",
    `${file}: its ${name} matrix is said to be [${rows}, ${columns}]; allowed are 0 to ${MATRIX_ROW_LIMIT} rows and ${EMBEDDING_DIMENSION_LIMIT} columns`,
    { offset: offset + 1 },
  );
}

/** Rows are words and buckets, both counted in 32 bits with a sign. */
const MATRIX_ROW_LIMIT = 2 ** 32;

function endOf({ offset, rows, columns }: EmbeddingMatrix): number {
  return offset + rows * columns * 4;
}

function checkInput(input: EmbeddingMatrix, header: FastTextHeader, file: string): void {
  const parts = header.maxn > 0 && header.pruned < 0 ? header.bucket : 0;
  const needed = header.words + parts;
  if (input.columns === header.dimensions && input.rows >= needed) return;
  throw new FormatError(
    "bad-shape",
    `${file}: its input matrix is said to be [${input.rows}, ${input.columns}], its arguments ask for at least [${needed}, ${header.dimensions}]`,
    { offset: input.offset },
  );
}

function checkEnd(end: number, byteLength: number, problems: ProblemList): void {
  if (end === byteLength) return;
  const message =
    end > byteLength
      ? `the output matrix should end at byte ${end}, the file ends at ${byteLength}; word vectors do not need it`
      : `${byteLength - end} bytes follow the output matrix`;
  const code = end > byteLength ? "truncated" : "trailing-bytes";
  problems.add(code, "warning", message, { offset: Math.min(end, byteLength) });
}
