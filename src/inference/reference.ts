import type { RopeScheme } from "../core/positions/positionScheme.ts";

/**
 * The self-check's reference: plain loops in float64, written from the formulas and sharing no code with
 * the operations under test. Arrays are row-major.
 */

/** a [rows, inner] · b [inner, columns]. */
export function referenceMatMul(
  a: readonly number[],
  b: readonly number[],
  [rows, inner, columns]: readonly [number, number, number],
): number[] {
  return cells(rows, columns).map(([row, column]) => {
    let sum = 0;
    for (let i = 0; i < inner; i++) sum += at(a, row * inner + i) * at(b, i * columns + column);
    return sum;
  });
}

/** Softmax over rows of [rows, columns], shifted by the row's maximum. */
export function referenceSoftmax(x: readonly number[], columns: number): number[] {
  return rowsOf(x, columns).flatMap((row) => {
    const top = Math.max(...row);
    const powers = row.map((value) => Math.exp(value - top));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  });
}

/** x / √(mean(x²) + ε) · weight over rows. */
export function referenceRmsNorm(
  x: readonly number[],
  weight: readonly number[],
  epsilon: number,
): number[] {
  return rowsOf(x, weight.length).flatMap((row) => {
    const square = row.reduce((sum, value) => sum + value * value, 0) / row.length;
    return row.map((value, i) => (value / Math.sqrt(square + epsilon)) * at(weight, i));
  });
}

/** Turns pairs of x [heads, tokens, size] by tables [tokens, half], pair by pair. */
export function referenceRotate(
  x: readonly number[],
  table: { readonly cos: readonly number[]; readonly sin: readonly number[] },
  [tokens, size, half]: readonly [number, number, number],
  layout: RopeScheme["layout"],
): number[] {
  return rowsOf(x, size).flatMap((row, index) => {
    const turned = [...row];
    for (let pair = 0; pair < half; pair++) {
      const [i, j] = layout === "half" ? [pair, pair + half] : [2 * pair, 2 * pair + 1];
      const angle = (index % tokens) * half + pair;
      const [cos, sin] = [at(table.cos, angle), at(table.sin, angle)];
      turned[i] = at(row, i) * cos - at(row, j) * sin;
      turned[j] = at(row, j) * cos + at(row, i) * sin;
    }
    return turned;
  });
}

function rowsOf(x: readonly number[], columns: number): number[][] {
  return Array.from({ length: x.length / columns }, (_, row) =>
    x.slice(row * columns, (row + 1) * columns),
  );
}

function cells(rows: number, columns: number): [number, number][] {
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? NaN;
}
