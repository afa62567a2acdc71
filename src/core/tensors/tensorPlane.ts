import { FormatError } from "../errors.ts";
import { elementCount } from "../formats/dtype.ts";

/** A half-open range of whole numbers, `from` included. */
export type Span = readonly [from: number, to: number];

/** A part of a tensor that can be looked at: the last two axes, at one index of each axis before them. */
export interface TensorSlice {
  readonly name: string;
  /** One index an axis before the last two. */
  readonly leading: readonly number[];
  readonly rows: Span;
  readonly cols: Span;
}

/** The last two axes of a tensor at one place of the others. */
export interface TensorPlane {
  readonly rows: number;
  readonly cols: number;
  /** Index of its first element in the row-major tensor. */
  readonly base: number;
}

/**
 * A vector is one row, a scalar one cell.
 * @throws FormatError `bad-shape` where `leading` is not one index inside each axis before the last two.
 */
export function tensorPlane(shape: readonly number[], leading: readonly number[]): TensorPlane {
  const axes = shape.slice(0, -2);
  const isInside = axes.every((size, axis) => isIndexBelow(leading[axis], size));
  if (leading.length !== axes.length || !isInside) {
    throw new FormatError(
      "bad-shape",
      `[${leading.join(", ")}] is no place in the leading axes [${axes.join(", ")}]`,
    );
  }
  const cols = shape.at(-1) ?? 1;
  const rows = shape.length < 2 ? 1 : (shape.at(-2) ?? 1);
  const plane = axes.reduce((index, size, axis) => index * size + (leading[axis] ?? 0), 0);
  return { rows, cols, base: plane * rows * cols };
}

/** @throws FormatError `bad-shape` for an empty part or one that is not inside the plane. */
export function requireInside(slice: TensorSlice, { rows, cols }: TensorPlane): void {
  requireSpan(slice, "rows", rows);
  requireSpan(slice, "cols", cols);
}

/** Elements of one entry of the first axis: what a storage that is no plain run of elements is read by. */
export function rowWidth(shape: readonly number[]): number {
  return elementCount(shape.slice(1));
}

function requireSpan(slice: TensorSlice, axis: "rows" | "cols", size: number): void {
  const [from, to] = slice[axis];
  const isWhole = Number.isSafeInteger(from) && Number.isSafeInteger(to);
  if (isWhole && from >= 0 && from < to && to <= size) return;
  throw new FormatError(
    "bad-shape",
    `${slice.name}: ${axis} ${from} to ${to} were asked for, there are ${size}`,
  );
}

function isIndexBelow(index: number | undefined, size: number): boolean {
  return Number.isSafeInteger(index) && index !== undefined && index >= 0 && index < size;
}
