import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_EAGER_BYTES } from "../bytes/limits.ts";
import type { TensorInfo, TensorTable, WordsStorage } from "../formats/tensorTable.ts";
import type { Parsed, Problem } from "../problem.ts";
import { openEmbeddings } from "./openEmbeddings.ts";
import type { EmbeddingMatrix, EmbeddingsFile, StaticEmbeddings } from "./staticEmbeddings.ts";

/**
 * Static embeddings as a table of tensors: `vectors` [words, dimensions], and the matrices of a fastText model. Small
 * files and fastText's dictionary are gone through; of others the header is believed where the file has room for what
 * it says, and the number of words without a header is an estimate that says so.
 * @throws FormatError those of `openEmbeddings` and `readVocabulary`.
 */
export async function readEmbeddingTable(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const opened = await openEmbeddings(source, file, signal);
  if (isSmall(opened, source.byteLength) || !isPlausible(opened, source.byteLength)) {
    const { value, problems } = await opened.readVocabulary({ signal });
    return { value: toTable(value, file), problems };
  }
  const { statedWords, estimatedWords = 0, dimensions, format } = opened;
  const counted = statedWords === undefined ? "estimated" : "stated";
  const shape = [statedWords ?? estimatedWords, dimensions] as const;
  return {
    value: { tensors: [vectorsTensor(file, shape, counted)], metadata: new Map(), format },
    problems: counted === "estimated" ? [estimateProblem(estimatedWords, file)] : [],
  };
}

/** @param shape of `vectors` */
export function vectorsTensor(
  file: string,
  shape: readonly [number, number],
  counted: WordsStorage["counted"],
): TensorInfo {
  return {
    name: "vectors",
    dtype: "F32",
    dtypeName: "F32",
    shape,
    file,
    offset: 0,
    // Of its values: a text file has more, and a fastText model shares the rows that vectors are made of.
    byteLength: shape[0] * shape[1] * 4,
    storage: { kind: "words", counted },
  };
}

function isSmall({ format }: EmbeddingsFile, byteLength: number): boolean {
  return format === "fasttext" || byteLength <= EMBEDDING_EAGER_BYTES;
}

/** Whether the file can hold the words that its header promises: each has a letter, a space and its values. */
function isPlausible({ format, statedWords, dimensions }: EmbeddingsFile, bytes: number): boolean {
  const width = format === "word2vec-binary" ? 4 : 2;
  return statedWords === undefined || statedWords * (dimensions * width + 1) <= bytes;
}

function estimateProblem(words: number, file: string): Problem {
  return {
    code: "estimated-count",
    severity: "warning",
    message: `has no header, so its ${words} words are an estimate by the length of its first lines; the number is known once the vocabulary has been read`,
    file,
    key: "vectors",
  };
}

function toTable(embeddings: StaticEmbeddings, file: string): TensorTable {
  const { count, dimensions, format, matrices } = embeddings;
  const vectors = vectorsTensor(file, [count, dimensions], "found");
  const others = matrices.map((matrix) => matrixTensor(matrix, file));
  const metadata = new Map([["words", String(count)]]);
  return { tensors: [vectors, ...others], metadata, format };
}

function matrixTensor({ name, rows, columns, offset }: EmbeddingMatrix, file: string): TensorInfo {
  const byteLength = rows * columns * 4;
  return { name, dtype: "F32", dtypeName: "F32", shape: [rows, columns], file, offset, byteLength };
}
