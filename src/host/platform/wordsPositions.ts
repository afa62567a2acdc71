import { addedRows } from "../../core/embeddings/addedPositions.ts";
import { findCollisions } from "../../core/positions/collisions.ts";
import { qualityReport } from "../../core/positions/quality/qualityReport.ts";
import type { VectorRows } from "../../core/positions/quality/vectorRows.ts";
import { seededNumbers } from "../../core/positions/seededNumbers.ts";
import type { PositionCollisions, PositionTests } from "../../protocol/words.ts";

/** The thresholds of the tests were calibrated at this many positions. */
const testedPositions = 512;

/** The tests of a scheme at a width, over positions 0 to 511. @throws FormatError `unsupported` for another scheme. */
export function answerPositions(dimensions: number, scheme: string, seed: number): PositionTests {
  const positions = Array.from({ length: testedPositions }, (_, position) => position);
  const numbers = seededNumbers(seed);
  const values = addedRows(scheme, {
    dimensions,
    positions,
    sequenceLength: testedPositions,
    numbers,
  });
  const rows = { count: testedPositions, width: dimensions, values };
  return {
    collisions: collisionsOf(rows, positions),
    tests: qualityReport(rows).map(({ value, ...test }) => ({
      ...test,
      value: value === undefined || !Number.isFinite(value) ? null : value,
    })),
  };
}

/** Pairs by their positions: rows are not positions where a sentence has words without a vector. */
export function collisionsOf(rows: VectorRows, positions: readonly number[]): PositionCollisions {
  const { near, collisions, pairs, period, thresholds } = findCollisions(rows);
  return {
    compared: positions.length,
    near,
    same: collisions,
    pairs: pairs.map(({ first, second, distance }) => ({
      first: positions[first] ?? 0,
      second: positions[second] ?? 0,
      distance,
    })),
    period: period ?? null,
    thresholds,
  };
}
