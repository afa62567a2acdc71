import type { Run } from "../../../bytes/contiguousRuns.ts";
import { rowsOfPiece } from "./partReader.ts";

/** Runs cut into pieces whose float32 values are few enough to be decoded at a time; `width` values a row. */
export function* rowPieces(runs: Iterable<Run>, width: number): Generator<Run> {
  const most = rowsOfPiece(width * 4);
  for (const { first, at, count } of runs) {
    for (let done = 0; done < count; done += most) {
      yield { first: first + done, at: at + done, count: Math.min(most, count - done) };
    }
  }
}

/** The last axis: values of a row. */
export function columnsOf(shape: readonly number[]): number {
  return shape.at(-1) ?? 1;
}

/** The axis before it: rows of one matrix. */
export function matrixRowsOf(shape: readonly number[]): number {
  return shape.at(-2) ?? 1;
}
