import { TENSOR_BYTE_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { dtypeBytes, elementCount } from "../dtype.ts";
import type { StridedStorage } from "../tensorTable.ts";
import type { StorageReader } from "./storageReader.ts";

/**
 * Strided elements, gathered into row-major order. The span between the first and the last element that is asked for
 * is read in one piece; element k of axis a stands `k · strides[a]` elements after the first.
 */
export const stridedStorage: StorageReader<StridedStorage> = {
  read: async ({ tensor, storage, rows }, input, signal) => {
    const { dtype, file, name } = tensor;
    if (dtype === undefined) {
      throw new FormatError("unsupported", `${name} is of type ${tensor.dtypeName}`);
    }
    const shape = rows === undefined ? tensor.shape : [rows.length, ...tensor.shape.slice(1)];
    const width = dtypeBytes[dtype];
    const bytes = new Uint8Array(bounded(name, elementCount(shape) * width));
    if (bytes.length === 0) return { dtype, shape, bytes: bytes.buffer };
    const { strides } = storage;
    const [rowStride = 0, ...inner] = strides;
    const starts = (rows ?? range(tensor.shape[0] ?? 1)).map((row) => row * rowStride);
    const first = starts.reduce((a, b) => Math.min(a, b), Infinity);
    const last = starts.reduce((a, b) => Math.max(a, b), 0) + lastOf(tensor.shape.slice(1), inner);
    const length = bounded(name, (last - first + 1) * width);
    const span = await input.range(file, tensor.offset + first * width, length, signal);
    const offsets = tensor.shape.length === 0 ? [0] : starts.map((start) => start - first);
    gather({ span, into: bytes, width }, offsets, { shape: tensor.shape.slice(1), strides: inner });
    if (storage.byteOrder === "big") swapBytes(bytes, width);
    return { dtype, shape, bytes: bytes.buffer };
  },
};

/** Turns elements of `width` bytes round, in place. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  if (width === 1) return;
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

interface Copy {
  readonly span: Uint8Array;
  readonly into: Uint8Array;
  /** Bytes of one element. */
  readonly width: number;
}

/** Copies the inner axes of each row in row-major order; an odometer stands for one loop an axis. */
function gather(
  { span, into, width }: Copy,
  rows: readonly number[],
  inner: { readonly shape: readonly number[]; readonly strides: readonly number[] },
): void {
  const count = elementCount(inner.shape);
  const index = inner.shape.map(() => 0);
  let to = 0;
  for (const row of rows) {
    let from = row;
    for (let i = 0; i < count; i++) {
      const begin = from * width;
      for (let byte = 0; byte < width; byte++) into[to++] = span[begin + byte] ?? 0;
      from += step(index, inner.shape, inner.strides);
    }
  }
}

/** Moves the index on by one element and gives the way to it; after the last element back to the first. */
function step(index: number[], shape: readonly number[], strides: readonly number[]): number {
  let way = 0;
  for (let axis = index.length - 1; axis >= 0; axis--) {
    const at = index[axis] ?? 0;
    const stride = strides[axis] ?? 0;
    if (at + 1 < (shape[axis] ?? 0)) {
      index[axis] = at + 1;
      return way + stride;
    }
    index[axis] = 0;
    way -= at * stride;
  }
  return way;
}

/** Elements from the first to the last one. */
function lastOf(shape: readonly number[], strides: readonly number[]): number {
  return shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), 0);
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function bounded(name: string, byteLength: number): number {
  if (byteLength <= TENSOR_BYTE_LIMIT) return byteLength;
  throw new FormatError(
    "limit-exceeded",
    `${name}: ${byteLength} bytes were asked for, ${TENSOR_BYTE_LIMIT} are read at a time; ask for rows`,
  );
}
