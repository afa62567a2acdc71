import type { TensorInfo } from "../formats/tensorTable.ts";
import { cutRun, type ElementRun } from "./tensorPieces.ts";
import type { TensorPlane, TensorSlice } from "./tensorPlane.ts";

/** Where the columns are a small part of a row, only they are read; else whole pieces, which are far fewer reads. */
export function* cutSlice(
  tensor: TensorInfo,
  { rows, cols }: TensorSlice,
  { base, cols: width }: TensorPlane,
): Generator<Lines> {
  const wanted = cols[1] - cols[0];
  const at = (row: number): number => base + row * width + cols[0];
  const isNarrow = wanted * NARROW < width && width > NARROW_ROW && tensor.storage === undefined;
  if (isNarrow || width > LONGEST_ROW) {
    for (let row = rows[0]; row < rows[1]; row++) {
      for (const run of cutRun(tensor, { first: at(row), count: wanted })) {
        yield { run, lines: 1, stride: 0 };
      }
    }
    return;
  }
  let row = rows[0];
  const whole = { first: base + row * width, count: (rows[1] - row) * width };
  for (const { first, count } of cutRun(tensor, whole)) {
    const next = Math.floor((first + count - base) / width);
    if (next === row) continue;
    const last = at(next - 1) + wanted;
    yield { run: { first: at(row), count: last - at(row) }, lines: next - row, stride: width };
    row = next;
  }
}

/** Whole lines of the part, each `stride` elements after the one before; or a piece of one line. */
export interface Lines {
  readonly run: ElementRun;
  readonly lines: number;
  readonly stride: number;
}

/** Columns of less than an eighth of a row of more than 16 384 elements are read one row at a time. */
const NARROW = 8;
const NARROW_ROW = 16_384;

/** A longer row is read in pieces of its own, not together with its neighbours: 2^20, as long as a piece. */
const LONGEST_ROW = 1_048_576;
