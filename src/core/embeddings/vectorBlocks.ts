import { EMBEDDING_RESIDENT_BYTES } from "../bytes/limits.ts";
import type { ReadingOptions, StaticEmbeddings } from "./staticEmbeddings.ts";

/** Consecutive rows with their lengths: what neighbours are looked for in. */
export interface VectorBlock {
  /** Row of the first vector. */
  readonly first: number;
  readonly dimensions: number;
  /** [rows, dimensions]. */
  readonly values: Float32Array;
  /** Euclidean length of each row in float64; 0 for rows that have no direction (zeros, NaN, infinities). */
  readonly lengths: Float64Array;
}

/**
 * All vectors, to stay in memory; `undefined` where they are more than that: `readBlocks` goes through them then.
 * @throws FormatError those of `StaticEmbeddings.vectors`.
 */
export async function loadBlocks(
  embeddings: StaticEmbeddings,
  options: ReadingOptions = {},
): Promise<readonly VectorBlock[] | undefined> {
  const { count, dimensions } = embeddings;
  if (count * dimensions * 4 > EMBEDDING_RESIDENT_BYTES) return undefined;
  const blocks: VectorBlock[] = [];
  for await (const block of readBlocks(embeddings, options)) blocks.push(block);
  return blocks;
}

/** The vectors block by block from the file; progress counts rows. */
export async function* readBlocks(
  embeddings: StaticEmbeddings,
  { signal, onProgress }: ReadingOptions = {},
): AsyncGenerator<VectorBlock> {
  const { count, dimensions, rowsAtOnce } = embeddings;
  for (let first = 0; first < count; first += rowsAtOnce) {
    signal?.throwIfAborted();
    const length = Math.min(rowsAtOnce, count - first);
    const rows = Array.from({ length }, (_, i) => first + i);
    yield toBlock(first, dimensions, await embeddings.vectors(rows, signal));
    onProgress?.(first + length, count);
  }
}

/** @param values [rows, dimensions] */
export function toBlock(first: number, dimensions: number, values: Float32Array): VectorBlock {
  const lengths = new Float64Array(values.length / dimensions);
  for (let row = 0; row < lengths.length; row++) {
    let sum = 0;
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) {
      const value = values[i] ?? 0;
      sum += value * value;
    }
    lengths[row] = Number.isFinite(sum) ? Math.sqrt(sum) : 0;
  }
  return { first, dimensions, values, lengths };
}
