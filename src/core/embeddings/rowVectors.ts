import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_PIECE_BYTES, TENSOR_BYTE_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";

/** Where the vectors of a file stand, row by row. */
export interface RowPlaces {
  readonly count: number;
  readonly dimensions: number;
  /** First byte of the vector in the file. */
  offset(row: number): number;
  /** Its length in bytes. */
  length(row: number): number;
  /** The bytes of one vector as float32 values. */
  decode(bytes: Uint8Array, into: Float32Array): void;
}

/**
 * Vectors [rows.length, dimensions] in the order asked for. Rows that follow each other in the file are read together,
 * a few megabytes at a time.
 * @throws FormatError `bad-shape`, `limit-exceeded`, `read-past-end`.
 */
export async function readRowVectors(
  source: ByteSource,
  places: RowPlaces,
  rows: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Float32Array<ArrayBuffer>> {
  const { dimensions } = places;
  requireRowsInside(rows, places.count);
  const values = allocateVectors(rows.length, dimensions);
  let at = 0;
  while (at < rows.length) {
    signal?.throwIfAborted();
    const first = rows[at] ?? 0;
    const begin = places.offset(first);
    const together = readTogether(places, rows, at);
    const last = rows[at + together - 1] ?? 0;
    const length = places.offset(last) + places.length(last) - begin;
    const bytes = await source.read(begin, length, signal);
    for (let i = at; i < at + together; i++) {
      const row = rows[i] ?? 0;
      const from = places.offset(row) - begin;
      const into = values.subarray(i * dimensions, (i + 1) * dimensions);
      places.decode(bytes.subarray(from, from + places.length(row)), into);
    }
    at += together;
  }
  return values;
}

/** @throws FormatError `bad-shape` */
export function requireRowsInside(rows: readonly number[], count: number): void {
  const outside = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= count);
  if (outside === undefined) return;
  throw new FormatError("bad-shape", `there are rows 0 to ${count - 1}, asked for ${outside}`);
}

/** @throws FormatError `limit-exceeded` */
export function allocateVectors(rows: number, dimensions: number): Float32Array<ArrayBuffer> {
  if (rows * dimensions * 4 <= TENSOR_BYTE_LIMIT) return new Float32Array(rows * dimensions);
  throw new FormatError(
    "limit-exceeded",
    `${rows} vectors of ${dimensions} values were asked for, ${TENSOR_BYTE_LIMIT} bytes are held at a time; ask for fewer rows`,
  );
}

/** float32, little endian, as word2vec and fastText write it. */
export function decodeLittleEndian(bytes: Uint8Array, into: Float32Array): void {
  new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes);
}

/** How many of the rows from `at` on follow each other closely enough to be one read. */
function readTogether(places: RowPlaces, rows: readonly number[], at: number): number {
  const begin = places.offset(rows[at] ?? 0);
  let together = 1;
  for (let i = at + 1; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const before = rows[i - 1] ?? 0;
    const end = places.offset(row) + places.length(row);
    if (row !== before + 1 || end - begin > EMBEDDING_PIECE_BYTES) break;
    together++;
  }
  return together;
}
