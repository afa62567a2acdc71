import { gramMatrix, rowNorms, type VectorRows } from "./vectorRows.ts";

/** How the similarity of two positions depends on their distance. */
export interface SimilarityTests {
  /** ‖G − T(G)‖ / ‖G‖ with G all inner products and T(G) the means of its diagonals; 0 = translation invariant. */
  readonly translation: number;
  /** Mean cosine at distance m, from m = 0. */
  readonly byDistance: readonly number[];
  /** Share of m from 1 to `MONOTONE_TO` at which the mean cosine does not grow. */
  readonly monotone: number;
  /** Smallest distance at which the mean cosine grows; `undefined` where it never does. */
  readonly firstIncrease: number | undefined;
  /** Standard deviation of the rows' lengths over their mean. */
  readonly normSpread: number;
  readonly largest: number;
}

/** Distances of which the decay is judged. */
const MONOTONE_TO = 64;

export function similarityTests(rows: VectorRows): SimilarityTests {
  const { count, width, values } = rows;
  const gram = gramMatrix(rows);
  const norms = rowNorms(rows);
  const byDistance = Array.from({ length: count }, (_, m) => meanCosine(gram, norms, m));
  const steps = Array.from({ length: Math.min(MONOTONE_TO, count - 1) }, (_, i) => i + 1);
  const grows = (m: number): boolean => (byDistance[m] ?? 0) - (byDistance[m - 1] ?? 0) > ROUNDING;
  const mean = norms.reduce((sum, norm) => sum + norm, 0) / count;
  const variance = norms.reduce((sum, norm) => sum + (norm - mean) ** 2, 0) / count;
  let largest = 0;
  for (let i = 0; i < count * width; i++) largest = Math.max(largest, Math.abs(values[i] ?? 0));
  return {
    translation: offDiagonalMeans(gram, count),
    byDistance,
    monotone: steps.length === 0 ? 1 : steps.filter((m) => !grows(m)).length / steps.length,
    firstIncrease: steps.find(grows),
    normSpread: mean === 0 ? 0 : Math.sqrt(variance) / mean,
    largest,
  };
}

/** Cosines of equal vectors differ by this much from rounding alone. */
const ROUNDING = 1e-12;

function meanCosine(gram: Float64Array, norms: Float64Array, distance: number): number {
  const count = norms.length;
  let sum = 0;
  for (let i = 0; i + distance < count; i++) {
    const scale = (norms[i] ?? 0) * (norms[i + distance] ?? 0);
    // A vector of zeros has no direction: it is like no other.
    sum += scale === 0 ? 0 : (gram[i * count + i + distance] ?? 0) / scale;
  }
  return sum / (count - distance);
}

function offDiagonalMeans(gram: Float64Array, count: number): number {
  let rest = 0;
  let whole = 0;
  for (let offset = 0; offset < count; offset++) {
    const length = count - offset;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += gram[i * count + i + offset] ?? 0;
    const mean = sum / length;
    // Both triangles have each diagonal, the main one stands once.
    const weight = offset === 0 ? 1 : 2;
    for (let i = 0; i < length; i++) {
      const value = gram[i * count + i + offset] ?? 0;
      rest += weight * (value - mean) ** 2;
      whole += weight * value * value;
    }
  }
  return whole === 0 ? 0 : Math.sqrt(rest / whole);
}
