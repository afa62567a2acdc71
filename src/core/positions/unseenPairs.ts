import type { RopeScheme } from "./positionScheme.ts";
import { phaseCoverage } from "./indicators/phaseCoverage.ts";

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
  const coverage = phaseCoverage(training, request);
  return { unseen: coverage.filter(({ unseen }) => unseen > 0).length, pairs: coverage.length };
}
