export const scalarAbsoluteFormula =
  "PosEnc_p = sin(2πp/d) + cos(2πp/d), the same number in every dimension";

/**
 * One number a position, from tutorials: it repeats after d positions, and p and p′ with p + p′ = d/4 (mod d) have the
 * same number too, so positions are confused.
 * @returns [positions.length, dimensions], row-major
 */
export function scalarAbsoluteRows(dimensions: number, positions: readonly number[]): Float64Array {
  const rows = new Float64Array(positions.length * dimensions);
  positions.forEach((position, row) => {
    rows.fill(scalarAbsolute(position, dimensions), row * dimensions, (row + 1) * dimensions);
  });
  return rows;
}

export function scalarAbsolute(position: number, dimensions: number): number {
  const angle = (2 * Math.PI * position) / dimensions;
  return Math.sin(angle) + Math.cos(angle);
}
