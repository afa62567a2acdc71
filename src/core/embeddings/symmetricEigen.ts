/** Eigenvalues, largest first, and the eigenvector of each as a row. */
export interface EigenPairs {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
}

/**
 * Of a small symmetric matrix, by Jacobi's rotations (1846) in fixed order: each makes one pair of entries off the
 * diagonal zero, and after a few rounds through all pairs nothing is left beside it.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): EigenPairs {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((_, j) => Number(i === j)));
  for (let round = 0; round < MOST_ROUNDS && offDiagonal(a) > 0; round++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, v, p, q);
    }
  }
  const order = a.map((_, i) => i).toSorted((i, j) => at(a, j, j) - at(a, i, i) || i - j);
  return {
    values: order.map((i) => at(a, i, i)),
    vectors: order.map((i) => v.map((row) => row[i] ?? 0)),
  };
}

/** Convergence is quadratic; ten are enough for matrices of any size that is small. */
const MOST_ROUNDS = 30;

/** Turns axes p and q so that a[p][q] becomes 0; the columns of `v` follow. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const apq = at(a, p, q);
  if (apq === 0) return;
  const theta = (at(a, q, q) - at(a, p, p)) / (2 * apq);
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of a) turn(row, p, q, [cosine, sine]);
  const [rowP = [], rowQ = []] = [a[p], a[q]];
  rowP.forEach((x, k) => {
    const y = rowQ[k] ?? 0;
    rowP[k] = cosine * x - sine * y;
    rowQ[k] = sine * x + cosine * y;
  });
  rowP[q] = 0;
  rowQ[p] = 0;
  for (const row of v) turn(row, p, q, [cosine, sine]);
}

function turn(
  row: number[],
  p: number,
  q: number,
  [cosine, sine]: readonly [number, number],
): void {
  const [x = 0, y = 0] = [row[p], row[q]];
  row[p] = cosine * x - sine * y;
  row[q] = sine * x + cosine * y;
}

function offDiagonal(a: readonly (readonly number[])[]): number {
  return a.reduce(
    (sum, row, i) => sum + row.reduce((s, value, j) => s + (i === j ? 0 : value * value), 0),
    0,
  );
}

function at(a: readonly (readonly number[])[], i: number, j: number): number {
  return a[i]?.[j] ?? 0;
}
