import { FormatError } from "../../errors.ts";
import { elementCount } from "../dtype.ts";
import type { DType, TensorInfo } from "../tensorTable.ts";

/** @throws FormatError `bad-dtype` naming the tensor, what it is and what is allowed. */
export function requireType(
  { name, dtype, dtypeName }: TensorInfo,
  allowed: readonly DType[],
): void {
  if (dtype !== undefined && allowed.includes(dtype)) return;
  throw new FormatError(
    "bad-dtype",
    `${name} is of type ${dtypeName}, allowed ${allowed.length === 1 ? "is" : "are"} ${allowed.join(", ")}`,
  );
}

/** @throws FormatError `bad-shape`; `why` says what the allowed shape comes from. */
export function requireShape(
  { name, shape }: TensorInfo,
  allowed: readonly number[],
  why: string,
): void {
  if (isSame(shape, allowed)) return;
  throw new FormatError(
    "bad-shape",
    `${name} has shape [${shape.join(", ")}], allowed is [${allowed.join(", ")}] (${why})`,
  );
}

/** @throws FormatError `bad-shape` for a tensor of more or less than one element. */
export function requireOne({ name, shape }: TensorInfo): void {
  if (elementCount(shape) === 1) return;
  throw new FormatError(
    "bad-shape",
    `${name} has shape [${shape.join(", ")}], allowed is one element`,
  );
}

/**
 * Rows and columns of a matrix, or of each of a stack of them.
 * @throws FormatError `bad-shape` where there is none, or one without elements.
 */
export function requireMatrix(tensor: TensorInfo, ranks: readonly number[] = [2]): Matrix {
  const { name, shape } = tensor;
  const rows = shape.at(-2);
  const columns = shape.at(-1);
  if (!ranks.includes(shape.length) || rows === undefined || columns === undefined) {
    throw new FormatError(
      "bad-shape",
      `${name} has shape [${shape.join(", ")}], allowed are ${ranks.join(" or ")} axes`,
    );
  }
  if (elementCount(shape) === 0) {
    throw new FormatError("bad-shape", `${name} has shape [${shape.join(", ")}], without elements`);
  }
  return { leading: shape.slice(0, -2), rows, columns };
}

export interface Matrix {
  readonly leading: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

/**
 * Groups that a number of values makes.
 * @throws FormatError `bad-shape` where the last would be partial, which no writer leaves.
 */
export function requireGroups(name: string, count: number, groupSize: number): number {
  if (Number.isInteger(count / groupSize)) return count / groupSize;
  throw new FormatError(
    "bad-shape",
    `${name} has ${count} inputs, which groups of ${groupSize} do not divide`,
  );
}

export const floatTypes: readonly DType[] = ["F32", "F16", "BF16"];

export function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((size, axis) => size === right[axis]);
}
