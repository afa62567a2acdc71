import type { StaticEmbeddings } from "./staticEmbeddings.ts";

/**
 * Vectors for those who go through all of them a few thousand at a time. Where a vector is a mean of rows from all over
 * a matrix, as fastText's are, a run of rows is read as a part of the block it is in, and the block is kept until
 * another is needed: else the matrix would be read once for each run.
 */
export class ConsecutiveRows {
  readonly #embeddings: StaticEmbeddings;
  #block: { readonly first: number; readonly values: Float32Array } | undefined;

  constructor(embeddings: StaticEmbeddings) {
    this.#embeddings = embeddings;
  }

  /** [rows.length, dimensions]; in a buffer of its own. @throws FormatError as `StaticEmbeddings.vectors`. */
  async vectors(
    rows: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<Float32Array<ArrayBuffer>> {
    const { format, rowsAtOnce, dimensions, count } = this.#embeddings;
    const [start = 0] = rows;
    const first = start - (start % rowsAtOnce);
    const end = Math.min(first + rowsAtOnce, count);
    const isRun = rows.length >= RUN_ROWS && rows.every((row, i) => row === start + i);
    if (format !== "fasttext" || !isRun || start + rows.length > end) {
      return this.#embeddings.vectors(rows, signal);
    }
    if (this.#block?.first !== first) {
      const all = Array.from({ length: end - first }, (_, i) => first + i);
      this.#block = { first, values: await this.#embeddings.vectors(all, signal) };
    }
    const from = (start - first) * dimensions;
    return this.#block.values.slice(from, from + rows.length * dimensions);
  }
}

/** Shorter runs are what a screen shows, and cost less than a block. */
const RUN_ROWS = 500;
