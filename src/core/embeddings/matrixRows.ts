import type { ByteSource } from "../bytes/byteSource.ts";
import type { EmbeddingMatrix } from "./staticEmbeddings.ts";

/** Rows of a matrix, however the file has them. */
export interface MatrixRows {
  readonly rows: number;
  readonly columns: number;
  /** float32 values of rows that follow each other, [count, columns]. @throws FormatError `read-past-end`. */
  read(first: number, count: number, signal: AbortSignal | undefined): Promise<Float32Array>;
}

/** float32 values as they lie in the file. */
export function plainRows(source: ByteSource, matrix: EmbeddingMatrix): MatrixRows {
  const { rows, columns, offset } = matrix;
  const rowBytes = columns * 4;
  return {
    rows,
    columns,
    read: async (first, count, signal) => {
      const bytes = await source.read(offset + first * rowBytes, count * rowBytes, signal);
      return new Float32Array(bytes.buffer);
    },
  };
}
