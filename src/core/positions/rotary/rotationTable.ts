import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import { maxRotationCells } from "../limits.ts";
import type { PositionalVectors } from "../positionalVectors.ts";

/**
 * Parts "cos" and "sin", [n, pairs] each, from a function that gives the angles of a row in radians; computed in
 * float64, rounded once.
 * @throws FormatError `limit-exceeded` for a table of unreasonable size.
 */
export function rotationTable(
  positions: readonly number[],
  pairs: number,
  formula: string,
  angles: (position: number) => ArrayLike<number>,
): PositionalVectors {
  const cells = countAngles(positions.length, pairs);
  const cos = new Float32Array(cells);
  const sin = new Float32Array(cells);
  positions.forEach((position, row) => {
    const turned = angles(position);
    for (let pair = 0; pair < pairs; pair++) {
      const angle = turned[pair] ?? NaN;
      cos[row * pairs + pair] = Math.cos(angle);
      sin[row * pairs + pair] = Math.sin(angle);
    }
  });
  return {
    positions,
    parts: [
      { name: "cos", width: pairs, values: cos },
      { name: "sin", width: pairs, values: sin },
    ],
    formula,
  };
}

/**
 * Angles of a table, where it may be computed.
 * @throws FormatError `limit-exceeded`
 */
export function countAngles(rows: number, pairs: number): number {
  if (rows * pairs <= maxRotationCells) return rows * pairs;
  throw new FormatError(
    "limit-exceeded",
    `${numberText(rows)} positions of ${numberText(pairs)} pairs are ${numberText(rows * pairs)} angles, ` +
      `at most ${numberText(maxRotationCells)} are computed at once`,
  );
}
