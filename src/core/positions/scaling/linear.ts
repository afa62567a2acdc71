import { numberText } from "../../text/numberText.ts";
import { baseFrequencies } from "./baseFrequencies.ts";
import { requireFactor } from "./requireParameter.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

/**
 * Position interpolation: ω′_k = ω_k / f, positions squeezed into the trained range
 * (Chen et al. 2023, arXiv 2306.15595). A factor below 1 or below 0 is computed, as the reference does.
 */
export const linearScaling: ScalingRule<RopeScalingOf<"linear">> = {
  frequencies(scheme, { factor }) {
    requireFactor(factor, "factor");
    return {
      inverseFrequencies: baseFrequencies(scheme).map((frequency) => frequency / factor),
      attentionFactor: 1,
    };
  },
  label: ({ factor }) => `linear ×${numberText(factor)}`,
  formula: ({ factor }) => `linear: ω′ = ω / f, f = ${numberText(factor)} (Chen et al. 2023)`,
};
