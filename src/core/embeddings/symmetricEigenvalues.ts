import { innerProduct } from "./innerProduct.ts";

/**
 * Eigenvalues of a symmetric matrix without their vectors, in no order: Householder's reflections bring it to three
 * diagonals, and QR steps with Wilkinson's shift to one (Golub and Van Loan, Matrix Computations, sections 8.3.1 and
 * 8.3.5). A few hundred rows take a fraction of a second; small eigenvalues are exact relative to the largest.
 * @param matrix [size, size], row-major; overwritten
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const { diagonal, beside } = tridiagonal(matrix, size);
  const largest = diagonal.reduce((most, value, i) => {
    return Math.max(most, Math.abs(value), Math.abs(beside[i] ?? 0));
  }, 0);
  const isSmall = (at: number): boolean => {
    const around = Math.abs(diagonal[at] ?? 0) + Math.abs(diagonal[at + 1] ?? 0);
    return Math.abs(beside[at] ?? 0) <= EPSILON * (around + largest);
  };
  let last = size - 1;
  for (let step = 0; last > 0 && step < MOST_STEPS * size; step++) {
    while (last > 0 && isSmall(last - 1)) last--;
    let first = last;
    while (first > 0 && !isSmall(first - 1)) first--;
    if (first < last) qrStep(diagonal, beside, first, last);
  }
  return diagonal;
}

/** Distance of 1 to the next float64. */
const EPSILON = 2 ** -52;

/** An eigenvalue needs two or three. */
const MOST_STEPS = 30;

interface Tridiagonal {
  /** [size]. */
  readonly diagonal: Float64Array;
  /** [size]; entry i stands beside i and i + 1, the last is 0. */
  readonly beside: Float64Array;
}

function tridiagonal(a: Float64Array, size: number): Tridiagonal {
  const beside = new Float64Array(size);
  for (let k = 0; k + 1 < size; k++) {
    const below = Float64Array.from(
      { length: size - k - 1 },
      (_, i) => a[(k + 1 + i) * size + k] ?? 0,
    );
    const length = Math.sqrt(below.reduce((sum, value) => sum + value * value, 0));
    const first = below[0] ?? 0;
    // Away from the first entry, so that nothing cancels.
    const end = first > 0 ? -length : length;
    beside[k] = end;
    below[0] = first - end;
    reflect(a, size, k + 1, below);
  }
  const diagonal = Float64Array.from({ length: size }, (_, i) => a[i * size + i] ?? 0);
  return { diagonal, beside };
}

/** A ← H·A·H of the rows and columns from `from` on, H = I − 2·v·vᵀ / vᵀ·v. */
function reflect(a: Float64Array, size: number, from: number, v: Float64Array): void {
  const square = innerProduct(v, v);
  if (square === 0) return;
  const rows = Array.from(v, (_, i) => {
    const start = (from + i) * size + from;
    return a.subarray(start, start + v.length);
  });
  const w = Float64Array.from(rows, (row) => (2 * innerProduct(row, v)) / square);
  const along = innerProduct(w, v) / square;
  v.forEach((value, i) => {
    w[i] = (w[i] ?? 0) - along * value;
  });
  rows.forEach((row, i) => {
    subtract(row, v[i] ?? 0, w);
    subtract(row, w[i] ?? 0, v);
  });
}

function subtract(from: Float64Array, times: number, what: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] ?? 0) - times * (what[i] ?? 0);
}

/** One QR step on the rows from `first` to `last`: rotations chase what stands outside the three diagonals. */
function qrStep(d: Float64Array, e: Float64Array, first: number, last: number): void {
  let x = (d[first] ?? 0) - shiftOf(d, e, last);
  let outside = e[first] ?? 0;
  for (let k = first; k < last; k++) {
    const length = Math.hypot(x, outside);
    const turn =
      length === 0 ? { cosine: 1, sine: 0 } : { cosine: x / length, sine: outside / length };
    if (k > first) e[k - 1] = length;
    turnBlock(d, e, k, turn);
    x = e[k] ?? 0;
    if (k + 1 === last) return;
    outside = turn.sine * (e[k + 1] ?? 0);
    e[k + 1] = turn.cosine * (e[k + 1] ?? 0);
  }
}

/** Turns rows and columns k and k + 1, as far as they are these two. */
function turnBlock(
  d: Float64Array,
  e: Float64Array,
  k: number,
  { cosine, sine }: { readonly cosine: number; readonly sine: number },
): void {
  const [upper, lower, between] = [d[k] ?? 0, d[k + 1] ?? 0, e[k] ?? 0];
  const mixed = 2 * cosine * sine * between;
  d[k] = cosine * cosine * upper + mixed + sine * sine * lower;
  d[k + 1] = sine * sine * upper - mixed + cosine * cosine * lower;
  e[k] = cosine * sine * (lower - upper) + (cosine * cosine - sine * sine) * between;
}

/** The eigenvalue of the last two rows that is nearer to the last entry. */
function shiftOf(d: Float64Array, e: Float64Array, last: number): number {
  const end = d[last] ?? 0;
  const half = ((d[last - 1] ?? 0) - end) / 2;
  const between = e[last - 1] ?? 0;
  const root = Math.hypot(half, between);
  return end - (between * between) / (half < 0 ? half - root : half + root);
}
