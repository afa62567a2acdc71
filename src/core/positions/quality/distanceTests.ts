import { rootMeanSquare, rowNorms, type VectorRows } from "./vectorRows.ts";

/** How far positions are from each other, all relative to the root mean square of the rows' lengths. */
export interface DistanceTests {
  /** Smallest distance of two positions. */
  readonly smallest: number;
  /** The pair that has it. */
  readonly nearest: readonly [first: number, second: number];
  /** Pairs nearer than 10⁻⁶. */
  readonly collisions: number;
  /** Mean distance of neighbours; √2 is what random vectors have. */
  readonly neighbours: number;
  /** Smallest T after which all vectors repeat, at most half of the positions; `undefined` where none. */
  readonly period: number | undefined;
}

/** Below this two positions have the same vector but for rounding. */
export const SAME_BELOW = 1e-6;

/** Compares every pair; `count` is bounded by the caller. */
export function distanceTests(rows: VectorRows): DistanceTests {
  const { count, width, values } = rows;
  const scale = rootMeanSquare(rowNorms(rows));
  let smallest = Infinity;
  let nearest: readonly [number, number] = [0, 0];
  let collisions = 0;
  let adjacent = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++)
        sum += ((values[i * width + k] ?? 0) - (values[j * width + k] ?? 0)) ** 2;
      const distance = Math.sqrt(sum) / scale;
      if (distance < SAME_BELOW) collisions++;
      if (j === i + 1) adjacent += distance;
      if (distance < smallest) {
        smallest = distance;
        nearest = [i, j];
      }
    }
  }
  const neighbours = count > 1 ? adjacent / (count - 1) : 0;
  return { smallest, nearest, collisions, neighbours, period: periodOf(rows) };
}

function periodOf({ count, width, values }: VectorRows): number | undefined {
  let most = 0;
  for (let i = 0; i < count * width; i++) most = Math.max(most, Math.abs(values[i] ?? 0));
  const tolerance = SAME_BELOW * most;
  for (let period = 1; period <= count / 2; period++) {
    if (repeatsAfter(values, { shift: period * width, length: count * width, tolerance }))
      return period;
  }
  return undefined;
}

function repeatsAfter(
  values: ArrayLike<number>,
  by: { readonly shift: number; readonly length: number; readonly tolerance: number },
): boolean {
  for (let at = 0; at + by.shift < by.length; at++) {
    if (Math.abs((values[at + by.shift] ?? 0) - (values[at] ?? 0)) > by.tolerance) return false;
  }
  return true;
}
