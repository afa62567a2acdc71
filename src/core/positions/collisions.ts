import { FormatError } from "../errors.ts";
import { maxComparedPositions } from "./limits.ts";

/** Two positions whose vectors are so close that a model can hardly tell them apart. */
export interface Collision {
  readonly first: number;
  readonly second: number;
  /** ‖x_i − x_j‖ divided by the root mean square of all lengths. */
  readonly distance: number;
}

export interface CollisionReport {
  /** Pairs nearer than `sameBelow`. */
  readonly same: number;
  /** Pairs nearer than `nearBelow`, those above among them. */
  readonly near: number;
  /** The nearest pair. */
  readonly nearest: Collision | undefined;
  /** The nearest of them, by distance and then by position; at most `LISTED`. */
  readonly pairs: readonly Collision[];
  /** Smallest number of positions after which all vectors repeat, seen at least twice; `undefined` where none. */
  readonly period: number | undefined;
}

/** Below this a pair has the same vector but for rounding. */
export const sameBelow = 1e-6;
/** Below this a pair fails the test of uniqueness: near the step of bfloat16, 2⁻⁸, and far below a token's own vector. */
export const nearBelow = 1e-2;

/**
 * Positions that have the same or nearly the same vector, and the period after which all repeat. Distances relative to
 * the mean length, as for the quality tests; indices count from the first row.
 * @param vectors [n, dimensions], row-major, finite
 * @throws FormatError `limit-exceeded`: every pair is compared.
 */
export function findCollisions(vectors: Float64Array, dimensions: number): CollisionReport {
  const count = vectors.length / dimensions;
  if (count > maxComparedPositions) {
    throw new FormatError(
      "limit-exceeded",
      `${count} positions were given, at most ${maxComparedPositions} are compared with each other`,
    );
  }
  const scale = Math.sqrt(vectors.reduce((sum, value) => sum + value * value, 0) / count) || 1;
  const found: Collision[] = [];
  let same = 0;
  let near = 0;
  let nearest: Collision | undefined;
  for (let first = 0; first < count; first++) {
    for (let second = first + 1; second < count; second++) {
      const distance = distanceOf(vectors, dimensions, first, second) / scale;
      if (distance < (nearest?.distance ?? Infinity)) nearest = { first, second, distance };
      if (distance >= nearBelow) continue;
      near++;
      if (distance < sameBelow) same++;
      found.push({ first, second, distance });
      // Two million pairs may be near; only the nearest are kept.
      if (found.length === 10 * LISTED) keepNearest(found);
    }
  }
  keepNearest(found);
  return {
    same,
    near,
    nearest,
    pairs: found,
    period: periodOf(vectors, dimensions),
  };
}

/** Nobody reads more pairs. */
const LISTED = 100;

/** By distance; sorting is stable, so that equals stay in the order of positions. */
function keepNearest(found: Collision[]): void {
  found.sort((a, b) => a.distance - b.distance);
  found.length = Math.min(found.length, LISTED);
}

function distanceOf(
  vectors: Float64Array,
  dimensions: number,
  first: number,
  second: number,
): number {
  let sum = 0;
  for (let k = 0; k < dimensions; k++) {
    const difference =
      (vectors[first * dimensions + k] ?? 0) - (vectors[second * dimensions + k] ?? 0);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** Smallest T with max |x_(i+T) − x_i| < 10⁻⁶ · max |x|, T at most half of the positions. */
function periodOf(vectors: Float64Array, dimensions: number): number | undefined {
  const count = vectors.length / dimensions;
  const tolerance = sameBelow * vectors.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let period = 1; period <= count / 2; period++) {
    if (repeatsAfter(vectors, period * dimensions, tolerance)) return period;
  }
  return undefined;
}

function repeatsAfter(vectors: Float64Array, shift: number, tolerance: number): boolean {
  for (let at = 0; at + shift < vectors.length; at++) {
    if (Math.abs((vectors[at + shift] ?? 0) - (vectors[at] ?? 0)) > tolerance) return false;
  }
  return true;
}
