export const lostExponentFormula =
  "PE(p, 2k−2) = sin(p · (2k)⁻¹ / 10000), PE(p, 2k−1) = cos(p · (2k)⁻¹ / 10000), k from 1";

/**
 * The sinusoidal formula with its exponent lost, as tutorials print it: all angles are below p/20000, so all positions
 * have nearly the same vector. k counts from 1, since its first angle would divide by 0 otherwise.
 * @returns [positions.length, dimensions], row-major
 */
export function lostExponentRows(dimensions: number, positions: readonly number[]): Float64Array {
  const rows = new Float64Array(positions.length * dimensions);
  positions.forEach((position, row) => {
    for (let column = 0; column < dimensions; column++) {
      const k = Math.floor(column / 2) + 1;
      const angle = (position * (2 * k) ** -1) / BASE;
      rows[row * dimensions + column] = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  });
  return rows;
}

const BASE = 10_000;
