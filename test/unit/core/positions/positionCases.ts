import { readFileSync } from "node:fs";

/** A case of `test/fixtures/positions`, of which each kind has fields of its own. */
export interface PositionCase {
  readonly id: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Cases of a file, of the kinds that are named or of all. */
export function positionCases(file: string, ...kinds: readonly string[]): PositionCase[] {
  const path = new URL(`../../../fixtures/positions/${file}.json`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, "utf8")) as { cases: PositionCase[] };
  const wanted = cases.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  if (wanted.length === 0) throw new Error(`${file}.json has no cases of ${kinds.join(", ")}`);
  return wanted;
}

/** The largest |a − b| over the largest |b|; Infinity where lengths differ or a value is no number. */
export function largestDifference(
  found: ArrayLike<number>,
  expected: readonly (number | string)[],
): number {
  if (found.length !== expected.length) return Infinity;
  const wanted = expected.map(Number);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let largest = 0;
  for (const [i, value] of wanted.entries()) {
    const difference = Math.abs((found[i] ?? NaN) - value);
    if (!(difference <= largest)) largest = difference;
  }
  return scale === 0 ? largest : largest / scale;
}
