import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import { maxRotationCells } from "../limits.ts";
import type { PositionalVectors } from "../positionalVectors.ts";

/**
 * One part "vector", [n, width], from a function that gives a row; computed in float64, rounded once.
 * @throws FormatError `limit-exceeded` for a table of unreasonable size.
 */
export function vectorTable(
  positions: readonly number[],
  width: number,
  formula: string,
  row: (position: number) => ArrayLike<number>,
): PositionalVectors {
  const cells = positions.length * width;
  if (cells > maxRotationCells) {
    throw new FormatError(
      "limit-exceeded",
      `${numberText(positions.length)} positions of ${numberText(width)} dimensions are ${numberText(cells)} values, ` +
        `at most ${numberText(maxRotationCells)} are computed at once`,
    );
  }
  const values = new Float32Array(cells);
  positions.forEach((position, index) => {
    values.set(row(position), index * width);
  });
  return { positions, parts: [{ name: "vector", width, values }], formula };
}
