import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import type { RopeScheme } from "../positionScheme.ts";
import { baseFrequencies } from "./baseFrequencies.ts";
import { requireLength } from "./requireParameter.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

type Longrope = RopeScalingOf<"longrope">;

/**
 * LongRoPE: ω′_k = ω_k / e_k, with the searched list `long_factor` for sequences above L₀ and
 * `short_factor` up to it (Ding et al. 2024, arXiv 2402.13753). Crossing L₀ while generating
 * changes the list, and cached keys were turned by the other one.
 *
 * cos and sin × √(1 + ln f / ln L₀), f = `factor` or max_position_embeddings / L₀; 1 where f ≤ 1.
 */
export const longropeScaling: ScalingRule<Longrope> = {
  frequencies(scheme, scaling, sequenceLength) {
    const length = requireLength(scaling.originalLength, "original_max_position_embeddings");
    const isLong = sequenceLength > length;
    const plain = baseFrequencies(scheme);
    const name = isLong ? "long_factor" : "short_factor";
    const factors = isLong ? scaling.longFactor : scaling.shortFactor;
    if (factors.length !== plain.length) {
      throw new FormatError(
        "bad-shape",
        `${name} has ${numberText(factors.length)} entries, this rotation has ${numberText(plain.length)} pairs`,
      );
    }
    return {
      inverseFrequencies: plain.map((frequency, k) => frequency / (factors[k] ?? 0)),
      attentionFactor: longropeAttentionFactor(scaling, scheme),
    };
  },
  label(scaling, scheme) {
    const factor = extensionFactor(scaling, scheme);
    return factor === undefined ? "longrope" : `longrope ×${numberText(factor)}`;
  },
  formula: (scaling, scheme) =>
    `LongRoPE: ω′_k = ω_k / e_k, e = long_factor for L > L₀ else short_factor, L₀ = ${numberText(scaling.originalLength)}, ` +
    `cos and sin × ${numberText(longropeAttentionFactor(scaling, scheme))} (Ding et al. 2024)`,
};

function extensionFactor(scaling: Longrope, scheme: RopeScheme): number | undefined {
  if (scaling.factor !== undefined) return scaling.factor;
  return scheme.maxPositions === undefined
    ? undefined
    : scheme.maxPositions / scaling.originalLength;
}

function longropeAttentionFactor(scaling: Longrope, scheme: RopeScheme): number {
  if (scaling.attentionFactor !== undefined) return scaling.attentionFactor;
  const factor = extensionFactor(scaling, scheme) ?? 1;
  return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(scaling.originalLength));
}
