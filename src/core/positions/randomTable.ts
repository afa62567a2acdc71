import type { SeededNumbers } from "./seededNumbers.ts";

export const randomTableFormula =
  "rows drawn from a normal distribution of standard deviation 0.02, as BERT and GPT-2 begin (Box and Muller 1958)";

/**
 * A learned table before it has learned anything: what it does to vectors is what training has to undo or to use.
 * A position has the same row whichever others are asked for.
 * @returns [positions.length, dimensions], row-major
 */
export function randomTableRows(
  dimensions: number,
  positions: readonly number[],
  numbers: SeededNumbers,
): Float64Array {
  const rows = new Float64Array(positions.length * dimensions);
  positions.forEach((position, row) => {
    for (let column = 0; column < dimensions; column++) {
      const index = 2 * (position * dimensions + column);
      // 1 − u is never 0, so that the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - numbers.at(index)));
      const value = radius * Math.cos(2 * Math.PI * numbers.at(index + 1));
      rows[row * dimensions + column] = STANDARD_DEVIATION * value;
    }
  });
  return rows;
}

/** `initializer_range` of both families. */
const STANDARD_DEVIATION = 0.02;
