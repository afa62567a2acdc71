import { CHUNK_BYTE_LIMIT, TENSOR_BYTE_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { dtypeBytes, elementCount } from "../dtype.ts";
import { undoFilters } from "../hdf5/filters.ts";
import { readChunkIndex, type Chunk } from "../hdf5/chunkIndex.ts";
import type { ChunkedStorage } from "../tensorTable.ts";
import type { StorageReader } from "./storageReader.ts";
import { swapBytes } from "./swapBytes.ts";

/**
 * Datasets of HDF5 that are cut into blocks of one shape, each filtered on its own. Only the chunks that hold rows
 * that are asked for are read, one after the other; what no chunk covers has the dataset's fill value.
 */
export const chunkedStorage: StorageReader<ChunkedStorage> = {
  read: async ({ tensor, storage, rows }, input, signal) => {
    const { dtype, name, file } = tensor;
    if (dtype === undefined) {
      throw new FormatError("unsupported", `${name} is of type ${tensor.dtypeName}`);
    }
    const element = dtypeBytes[dtype];
    const shape = rows === undefined ? tensor.shape : [rows.length, ...tensor.shape.slice(1)];
    const chunkBytes = bounded(name, elementCount(storage.chunk) * element, CHUNK_BYTE_LIMIT);
    const length = bounded(name, elementCount(shape) * element, TENSOR_BYTE_LIMIT);
    const target: Target = {
      bytes: filled(length, storage.fill),
      // A run goes along the last axis, which must not be the one that rows are chosen from.
      shape: withLastAxis(tensor.shape),
      chunkShape: withLastAxis(storage.chunk),
      element,
      places: rows === undefined ? undefined : placesOf(rows),
    };
    for (const chunk of await readChunkIndex({ tensor, storage, chunkBytes }, input, signal)) {
      signal?.throwIfAborted();
      if (!holdsRows(chunk, target)) continue;
      const packed = await input.range(file, chunk.address, chunk.byteLength, signal);
      const sizes = { chunk: chunkBytes, element };
      copyChunk(undoFilters(packed, storage.filters, chunk.mask, sizes), chunk, target);
    }
    if (storage.byteOrder === "big") swapBytes(target.bytes, element);
    return { dtype, shape, bytes: target.bytes.buffer };
  },
};

function withLastAxis(shape: readonly number[]): readonly number[] {
  return shape.length === 1 ? [...shape, 1] : shape;
}

interface Target {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly shape: readonly number[];
  readonly chunkShape: readonly number[];
  readonly element: number;
  /** Row of the tensor → rows of the answer; `undefined`: all rows, each where it is. */
  readonly places: ReadonlyMap<number, readonly number[]> | undefined;
}

function placesOf(rows: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  rows.forEach((row, at) => {
    const known = places.get(row);
    if (known === undefined) places.set(row, [at]);
    else known.push(at);
  });
  return places;
}

function holdsRows({ corner }: Chunk, { places, chunkShape }: Target): boolean {
  if (places === undefined) return true;
  const [first = 0] = corner;
  for (let row = first; row < first + (chunkShape[0] ?? 1); row++) {
    if (places.has(row)) return true;
  }
  return false;
}

/** Copies the part of a chunk that lies inside the tensor, one run of the last axis at a time. */
function copyChunk(bytes: Uint8Array, { corner }: Chunk, target: Target): void {
  const { shape, chunkShape, element, places } = target;
  const inside = shape.map((size, axis) =>
    Math.max(0, Math.min(chunkShape[axis] ?? 0, size - (corner[axis] ?? 0))),
  );
  const run = inside.at(-1) ?? 0;
  const index = shape.map(() => 0);
  const runs = run === 0 ? 0 : elementCount(inside.slice(0, -1));
  for (let i = 0; i < runs; i++) {
    const from = flat(index, chunkShape) * element;
    const row = (corner[0] ?? 0) + (index[0] ?? 0);
    for (const at of places === undefined ? [row] : (places.get(row) ?? [])) {
      const place = index.map((value, axis) => (axis === 0 ? at : value + (corner[axis] ?? 0)));
      const to = flat(place, shape) * element;
      target.bytes.set(bytes.subarray(from, from + run * element), to);
    }
    advance(index, inside);
  }
}

/** The next run: all axes but the last. */
function advance(index: number[], inside: readonly number[]): void {
  for (let axis = index.length - 2; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    if (next < (inside[axis] ?? 0)) {
      index[axis] = next;
      return;
    }
    index[axis] = 0;
  }
}

/** Row-major place of an element; the first axis may be of any size. */
function flat(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((at, value, axis) => at * (shape[axis] ?? 1) + value, 0);
}

function filled(length: number, fill: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  if (fill.every((byte) => byte === 0)) return bytes;
  for (let i = 0; i < length; i++) bytes[i] = fill[i % fill.length] ?? 0;
  return bytes;
}

function bounded(name: string, byteLength: number, limit: number): number {
  if (byteLength <= limit) return byteLength;
  throw new FormatError(
    "limit-exceeded",
    `${name}: ${byteLength} bytes were asked for in one piece, ${limit} are allowed`,
  );
}
