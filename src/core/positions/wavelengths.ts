import type { RopeScheme } from "./positionScheme.ts";
import { ropeInverseFrequencies } from "./scaling/inverseFrequencies.ts";

/**
 * Tokens per full turn of each pair, [pairs], scaling included: λ_k = 2π / |ω_k|.
 * @throws FormatError as `ropeInverseFrequencies`.
 */
export function wavelengths(scheme: RopeScheme, sequenceLength: number): Float64Array {
  const { inverseFrequencies } = ropeInverseFrequencies(scheme, sequenceLength);
  return inverseFrequencies.map((frequency) => (2 * Math.PI) / Math.abs(frequency));
}

/**
 * How many pairs need more tokens than `length` for one turn: phases of theirs were never met within it
 * (the "unseen pairs" of Liu et al. 2023, arXiv 2310.05209).
 */
export function pairsWithoutATurn(turns: Float64Array, length: number): number {
  return turns.filter((tokens) => tokens > length).length;
}
