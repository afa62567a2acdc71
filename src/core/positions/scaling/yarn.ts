import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import type { RopeScheme } from "../positionScheme.ts";
import { baseFrequencies } from "./baseFrequencies.ts";
import { requireFactor, requireLength } from "./requireParameter.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

type Yarn = RopeScalingOf<"yarn">;

/** What the reference falls back to, also where the file says 0 (Python's `or`). */
const defaultBetaFast = 32;
const defaultBetaSlow = 1;

/**
 * YaRN: fast pairs keep their frequency, slow ones are divided by f, a ramp over the pair's index between
 * (Peng et al. 2023, arXiv 2309.00071; the ramp over the index and not over the wavelength is the authors'
 * code and transformers, not the paper's equation).
 *
 * ω′_k = (1 − w_k)·ω_k + w_k·ω_k / f, w_k = clip((k − low) / (high − low), 0, 1),
 * low and high = r·ln(L₀ / (2πβ)) / (2·ln θ) for β = beta_fast and beta_slow.
 * Swapped betas are computed as the reference computes them: a ramp that falls.
 */
export const yarnScaling: ScalingRule<Yarn> = {
  frequencies(scheme, scaling) {
    requireFactor(scaling.factor, "factor");
    const plain = baseFrequencies(scheme);
    const { low, high } = rampEnds(scheme, scaling);
    const inverseFrequencies = plain.map((frequency, k) => {
      const weight = Math.min(1, Math.max(0, (k - low) / (high - low)));
      return (1 - weight) * frequency + (weight * frequency) / scaling.factor;
    });
    return { inverseFrequencies, attentionFactor: yarnAttentionFactor(scaling) };
  },
  label: ({ factor }) => `yarn ×${numberText(factor)}`,
  formula: (scaling) =>
    `YaRN: slow pairs ω / f, fast pairs ω, ramp between, f = ${numberText(scaling.factor)}, ` +
    `L₀ = ${numberText(scaling.originalLength)}, β = ${numberText(scaling.betaFast || defaultBetaFast)} … ` +
    `${numberText(scaling.betaSlow || defaultBetaSlow)}, cos and sin × ${numberText(yarnAttentionFactor(scaling))} (Peng et al. 2023)`,
};

/** First and last pair of the ramp, in pair indices; whole numbers unless `truncate` is false. */
function rampEnds(scheme: RopeScheme, scaling: Yarn): { low: number; high: number } {
  if (scheme.rotaryDim % 2 !== 0) {
    throw new FormatError(
      "bad-value",
      `yarn needs an even number of rotated dimensions, this model rotates ${numberText(scheme.rotaryDim)}`,
    );
  }
  if (scheme.base === 1) {
    throw new FormatError("bad-value", "rope_theta is 1, yarn divides by its logarithm");
  }
  const length = requireLength(scaling.originalLength, "original_max_position_embeddings");
  const pairThatTurns = (turns: number): number =>
    (scheme.rotaryDim * Math.log(length / (turns * 2 * Math.PI))) / (2 * Math.log(scheme.base));
  const first = pairThatTurns(scaling.betaFast || defaultBetaFast);
  const last = pairThatTurns(scaling.betaSlow || defaultBetaSlow);
  const low = Math.max(scaling.truncate ? Math.floor(first) : first, 0);
  const high = Math.min(scaling.truncate ? Math.ceil(last) : last, scheme.rotaryDim - 1);
  // The reference widens an empty ramp by this much, so that it divides by something.
  return { low, high: low === high ? high + 0.001 : high };
}

/** 0.1·ln f + 1, or the quotient of two such terms where both mscale values are set (DeepSeek). */
function yarnAttentionFactor({ attentionFactor, factor, mscale, mscaleAllDim }: Yarn): number {
  if (attentionFactor !== undefined) return attentionFactor;
  const term = (scale: number): number => (factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1);
  // 0 counts as not set, as in the reference.
  return mscale && mscaleAllDim ? term(mscale) / term(mscaleAllDim) : term(1);
}
