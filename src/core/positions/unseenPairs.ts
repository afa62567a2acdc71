import type { RopeScheme } from "./positionScheme.ts";
import { ropeInverseFrequencies } from "./scaling/inverseFrequencies.ts";

/** Pairs of a rotation that meet angles at a requested length which training never showed. */
export interface UnseenPairs {
  readonly unseen: number;
  readonly pairs: number;
}

/**
 * Counts pairs i with λ_i > L and ω′_i·L′ > ω_i·L: not one full turn within the trained L tokens, and a larger
 * angle at L′ than any met there (the residual of YaRN's section 3; Liu et al. 2023 count the same for ω′ = ω).
 *
 * ω are the frequencies in training, ω′ those at work at L′; both in radians per token.
 * @throws FormatError as `ropeInverseFrequencies`.
 */
export function unseenPairs(
  training: { readonly scheme: RopeScheme; readonly length: number },
  request: { readonly scheme: RopeScheme; readonly length: number },
): UnseenPairs {
  const trained = ropeInverseFrequencies(training.scheme, training.length).inverseFrequencies;
  const working = ropeInverseFrequencies(request.scheme, request.length).inverseFrequencies;
  const unseen = trained.filter((frequency, pair) => {
    const largestMet = Math.abs(frequency) * training.length;
    const largestAsked = Math.abs(working[pair] ?? 0) * request.length;
    // Interpolation gives the same product by another way: a rounding error is no new angle.
    return largestMet < 2 * Math.PI && largestAsked > largestMet * (1 + 1e-9);
  });
  return { unseen: unseen.length, pairs: trained.length };
}
