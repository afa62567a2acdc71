import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_DIMENSION_LIMIT } from "../bytes/limits.ts";
import { ProblemList } from "../bytes/problemList.ts";
import { FormatError } from "../errors.ts";
import type { Parsed } from "../problem.ts";
import { composedEmbeddings } from "./composedEmbeddings.ts";
import { readFastTextDictionary } from "./fastTextDictionary.ts";
import { parseFastTextHeader, type FastTextHeader } from "./fastTextHeader.ts";
import { plainRows, type MatrixRows } from "./matrixRows.ts";
import { readQuantisedMatrix } from "./quantisedRows.ts";
import type {
  EmbeddingMatrix,
  EmbeddingsFile,
  ReadingOptions,
  StaticEmbeddings,
} from "./staticEmbeddings.ts";

/**
 * fastText's own binary form (`.bin`), versions 11 and 12, from its arguments alone: header, dictionary, and two
 * matrices, `input` [words + buckets, dim] and `output` [words or labels, dim], each a flag (1 where quantised), two
 * int64 for rows and columns, and float32 values. The input matrix of a `.ftz` is product-quantised.
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
  const { words, pruned, end } = await readFastTextDictionary(source, header, problems, options);
  const place = { source, file, signal: options.signal };
  const matrices: EmbeddingMatrix[] = [];
  const input = (await isQuantised(place, "input", end))
    ? await readQuantisedMatrix({ ...place, offset: end + 1 })
    : plainRows(source, await readPlain(place, end, matrices, problems));
  checkInput(input, header, pruned, file);
  const rule = { ...header, pruned };
  return {
    value: composedEmbeddings({ words, rule, matrices, input }),
    problems: problems.list,
  };
}

/** The input matrix, and the output matrix where the file goes on behind it, both into `matrices`. */
async function readPlain(
  place: Place,
  offset: number,
  matrices: EmbeddingMatrix[],
  problems: ProblemList,
): Promise<EmbeddingMatrix> {
  const { byteLength } = place.source;
  const input = await readMatrix(place, "input", offset);
  matrices.push(input);
  const end = endOf(input);
  if (end > byteLength) {
    problems.add(
      "truncated",
      "error",
      `the input matrix [${input.rows}, ${input.columns}] should end at byte ${end}, the file ends at ${byteLength}; vectors that lie behind it cannot be read`,
      { offset: byteLength },
    );
    return input;
  }
  if (await isQuantised(place, "output", end)) {
    const message =
      "its output matrix is quantised, which is not listed; word vectors do not need it";
    problems.add("quantised-output", "warning", message, { offset: end });
    return input;
  }
  const output = await readMatrix(place, "output", end);
  matrices.push(output);
  checkEnd(endOf(output), byteLength, problems);
  return input;
}

/** The flag before a matrix. */
async function isQuantised(
  { source, file, signal }: Place,
  name: string,
  offset: number,
): Promise<boolean> {
  if (offset >= source.byteLength) refuseEnd(source, file, name);
  return (await source.read(offset, 1, signal))[0] !== 0;
}

function refuseEnd(source: ByteSource, file: string, name: string): never {
  throw new FormatError("truncated", `${file} ends before its ${name} matrix`, {
    offset: source.byteLength,
  });
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
  if (offset + MATRIX_HEADER > source.byteLength) refuseEnd(source, file, name);
  const bytes = await source.read(offset, MATRIX_HEADER, signal);
  const view = new DataView(bytes.buffer);
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

/** Every row that a word or a subword may ask for must be there. */
function checkInput(
  { rows, columns }: MatrixRows,
  header: FastTextHeader,
  pruned: ReadonlyMap<number, number> | undefined,
  file: string,
): void {
  const buckets = header.maxn > 0 ? header.bucket : 0;
  const kept = pruned === undefined ? [buckets - 1] : pruned.values();
  let needed = header.words;
  for (const row of kept) {
    if (row >= 0) needed = Math.max(needed, header.words + row + 1);
    else if (pruned !== undefined) needed = Infinity;
  }
  if (columns === header.dimensions && rows >= needed) return;
  throw new FormatError(
    "bad-shape",
    `${file}: its input matrix is said to be [${rows}, ${columns}], its arguments and its dictionary ask for at least [${needed}, ${header.dimensions}]`,
    { offset: 8 },
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
