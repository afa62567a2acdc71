import { FormatError } from "../errors.ts";
import { maxComparedPositions } from "./limits.ts";
import { distanceTests, SAME_BELOW, type DistanceTests } from "./quality/distanceTests.ts";
import { rootMeanSquare, rowNorms, type VectorRows } from "./quality/vectorRows.ts";

/** Two positions whose vectors are so close that a model can hardly tell them apart. */
export interface Collision {
  /** Rows of the two, counted from 0. */
  readonly first: number;
  readonly second: number;
  /** ‖x_i − x_j‖ divided by the root mean square of all lengths. */
  readonly distance: number;
}

/** What the warning beside a sentence says; `period` and `collisions` are those of the quality tests. */
export interface CollisionReport extends DistanceTests {
  /** Pairs nearer than `thresholds.near`, those that are the same among them. */
  readonly near: number;
  /** The nearest of them, by distance and then by position; a hundred at most. */
  readonly pairs: readonly Collision[];
  readonly thresholds: { readonly same: number; readonly near: number };
}

/**
 * Positions that have the same or nearly the same vector, and the period after which all repeat.
 * @throws FormatError `limit-exceeded`: every pair is compared.
 */
export function findCollisions(rows: VectorRows): CollisionReport {
  const { count } = rows;
  if (count > maxComparedPositions) {
    throw new FormatError(
      "limit-exceeded",
      `${count} positions were given, at most ${maxComparedPositions} are compared with each other`,
    );
  }
  const scale = rootMeanSquare(rowNorms(rows));
  const pairs: Collision[] = [];
  let near = 0;
  for (let first = 0; first < count; first++) {
    for (let second = first + 1; second < count; second++) {
      const distance = distanceOf(rows, first, second) / scale;
      if (distance >= NEAR_BELOW) continue;
      near++;
      pairs.push({ first, second, distance });
      // Two million pairs may be near; only the nearest are kept.
      if (pairs.length === 10 * LISTED) keepNearest(pairs);
    }
  }
  keepNearest(pairs);
  const thresholds = { same: SAME_BELOW, near: NEAR_BELOW };
  return { ...distanceTests(rows), near, pairs, thresholds };
}

/** Below this a pair fails the test of uniqueness: near the step of bfloat16, and far below a token's own vector. */
const NEAR_BELOW = 1e-2;

/** Nobody reads more pairs. */
const LISTED = 100;

/** By distance; sorting is stable, so that equals stay in the order of positions. */
function keepNearest(pairs: Collision[]): void {
  pairs.sort((a, b) => a.distance - b.distance);
  pairs.length = Math.min(pairs.length, LISTED);
}

function distanceOf({ width, values }: VectorRows, first: number, second: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const difference = (values[first * width + k] ?? 0) - (values[second * width + k] ?? 0);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
