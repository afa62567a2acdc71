export const sinusoidalFormula =
  "PE(p, 2i) = sin(p / 10000^(2i/d)), PE(p, 2i+1) = cos(p / 10000^(2i/d)) (Vaswani et al. 2017, section 3.5)";

/**
 * Sinusoidal positions as in the Transformer, sines and cosines in turn; where the width is odd the last column is a
 * sine. Angles in float64.
 * @returns [positions.length, dimensions], row-major
 */
export function sinusoidalRows(dimensions: number, positions: readonly number[]): Float64Array {
  const rows = new Float64Array(positions.length * dimensions);
  positions.forEach((position, row) => {
    for (let column = 0; column < dimensions; column++) {
      const isCosine = column % 2 === 1;
      const angle = position / BASE ** ((column - Number(isCosine)) / dimensions);
      rows[row * dimensions + column] = isCosine ? Math.cos(angle) : Math.sin(angle);
    }
  });
  return rows;
}

const BASE = 10_000;
