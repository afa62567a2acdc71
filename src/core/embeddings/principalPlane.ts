import { PROJECTED_WORD_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { symmetricEigen } from "./symmetricEigen.ts";
import { innerProduct } from "./innerProduct.ts";

/** Vectors seen from the side where they differ most. */
export interface PrincipalPlane {
  /** [n, 2], row-major: coordinates on the first and second principal axis, the mean at 0. */
  readonly points: Float64Array;
  /** Variance along each axis, and of all together: sums of squares divided by n − 1. */
  readonly variances: readonly [number, number];
  readonly total: number;
  /** ‖C·v − λ·v‖ / λ₁ of the worse axis: how exact the axes are. */
  readonly residual: number;
}

/**
 * Principal component analysis (Pearson 1901) onto two axes: the eigenvectors of the covariance of the rows with the
 * largest eigenvalues, by subspace iteration with a Rayleigh–Ritz step, from a fixed beginning, so that the same words
 * give the same picture. The sign of an axis is free: its largest component is positive here.
 * @param vectors [n, dimensions], row-major, finite
 * @throws FormatError `bad-value` for values that are not finite, `limit-exceeded` for more rows than are shown.
 */
export function principalPlane(vectors: ArrayLike<number>, dimensions: number): PrincipalPlane {
  const rows = centred(vectors, dimensions);
  const count = rows.length / dimensions;
  const degrees = Math.max(1, count - 1);
  const total = rows.reduce((sum, value) => sum + value * value, 0) / degrees;
  const width = Math.min(SUBSPACE, dimensions);
  let basis = beginning(dimensions, width);
  let values: readonly number[] = [];
  let residual = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    orthonormalise(basis);
    const images = basis.map((axis) => timesCovariance(rows, axis, degrees));
    const small = basis.map((axis) => images.map((image) => innerProduct(axis, image)));
    const { values: found, vectors: mix } = symmetricEigen(small);
    values = found;
    const turned = mix.map((weights) => combined(images, weights));
    const axes = mix.map((weights) => combined(basis, weights));
    residual = residualOf(axes, turned, values);
    basis = residual < ENOUGH ? axes : turned;
    if (residual < ENOUGH) break;
  }
  orthonormalise(basis);
  const [first, second] = basis.slice(0, 2).map(withPositiveSign);
  return {
    points: projected(rows, dimensions, [first, second]),
    variances: [Math.max(0, values[0] ?? 0), Math.max(0, values[1] ?? 0)],
    total,
    residual,
  };
}

/** Two axes are wanted; the others let these two be found when further eigenvalues are nearly as large. */
const SUBSPACE = 8;
const MOST_ROUNDS = 500;
/** Relative to the largest eigenvalue; the error of an eigenvalue is the square of this. */
const ENOUGH = 1e-10;

function centred(vectors: ArrayLike<number>, dimensions: number): Float64Array {
  const rows = Float64Array.from(vectors);
  const count = rows.length / dimensions;
  if (count > PROJECTED_WORD_LIMIT) {
    throw new FormatError(
      "limit-exceeded",
      `${count} vectors were given, at most ${PROJECTED_WORD_LIMIT} are shown in one picture`,
    );
  }
  const wrong = rows.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const row = Math.floor(wrong / dimensions);
    throw new FormatError("bad-value", `vector ${row} has values that are NaN or infinite`);
  }
  for (let column = 0; column < dimensions; column++) {
    let sum = 0;
    for (let at = column; at < rows.length; at += dimensions) sum += rows[at] ?? 0;
    for (let at = column; at < rows.length; at += dimensions) {
      rows[at] = (rows[at] ?? 0) - sum / count;
    }
  }
  return rows;
}

/** Waves of different length: no data is likely to have an axis at a right angle to all of them. */
function beginning(dimensions: number, width: number): Float64Array[] {
  return Array.from({ length: width }, (_, axis) =>
    Float64Array.from({ length: dimensions }, (_, i) =>
      Math.cos((i + 1) * (axis + 1) * 1.7 + axis),
    ),
  );
}

/** Gram–Schmidt, twice, since once is not enough for nearly parallel vectors. What is left of nothing stays nothing. */
function orthonormalise(basis: Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) {
    basis.forEach((axis, i) => {
      for (const earlier of basis.slice(0, i))
        addScaled(axis, earlier, -innerProduct(axis, earlier));
      const length = Math.sqrt(innerProduct(axis, axis));
      const scale = length > 0 ? 1 / length : 0;
      axis.forEach((value, k) => (axis[k] = value * scale));
    });
  }
}

/** Xᵀ(X·v) / (n − 1), without the covariance ever being made. */
function timesCovariance(rows: Float64Array, axis: Float64Array, degrees: number): Float64Array {
  const image = new Float64Array(axis.length);
  for (let from = 0; from < rows.length; from += axis.length) {
    const row = rows.subarray(from, from + axis.length);
    addScaled(image, row, innerProduct(row, axis) / degrees);
  }
  return image;
}

function combined(vectors: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  vectors.forEach((vector, i) => addScaled(sum, vector, weights[i] ?? 0));
  return sum;
}

/** Of the two axes that are shown; 0 where all vectors are the same. */
function residualOf(
  axes: readonly Float64Array[],
  images: readonly Float64Array[],
  values: readonly number[],
): number {
  const largest = values[0] ?? 0;
  if (!(largest > 0)) return 0;
  let worst = 0;
  axes.slice(0, 2).forEach((axis, i) => {
    const difference = Float64Array.from(images[i] ?? []);
    addScaled(difference, axis, -(values[i] ?? 0));
    worst = Math.max(worst, Math.sqrt(innerProduct(difference, difference)) / largest);
  });
  return worst;
}

function withPositiveSign(axis: Float64Array): Float64Array {
  const largest = axis.reduce(
    (best, value) => (Math.abs(value) > Math.abs(best) ? value : best),
    0,
  );
  return largest < 0 ? axis.map((value) => -value) : axis;
}

function projected(
  rows: Float64Array,
  dimensions: number,
  axes: readonly (Float64Array | undefined)[],
): Float64Array {
  const points = new Float64Array((rows.length / dimensions) * 2);
  for (let at = 0; at < points.length; at++) {
    const from = (at >> 1) * dimensions;
    const axis = axes[at % 2];
    // One dimension has no second axis.
    if (axis !== undefined) points[at] = innerProduct(rows.subarray(from, from + dimensions), axis);
  }
  return points;
}

function addScaled(into: Float64Array, vector: Float64Array, scale: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + scale * (vector[i] ?? 0);
}
