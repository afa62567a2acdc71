import { numberText } from "../../text/numberText.ts";
import { baseFrequencies } from "./baseFrequencies.ts";
import { requireFactor, requireLength } from "./requireParameter.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

/**
 * Llama 3.1: pairs with a wavelength below L₀ / high_freq_factor keep their frequency, those above
 * L₀ / low_freq_factor are divided by f, between them s = (L₀ / wavelength − low) / (high − low) blends:
 * ω′ = (1 − s)·ω / f + s·ω (transformers `modeling_rope_utils.py`; Grattafiori et al. 2024).
 * Equal or swapped bounds give a hard step, as in the reference.
 */
export const llama3Scaling: ScalingRule<RopeScalingOf<"llama3">> = {
  frequencies(scheme, { factor, originalLength, lowFreqFactor, highFreqFactor }) {
    requireFactor(factor, "factor");
    const length = requireLength(originalLength, "original_max_position_embeddings");
    const inverseFrequencies = baseFrequencies(scheme).map((frequency) => {
      const wavelength = (2 * Math.PI) / frequency;
      if (wavelength > length / lowFreqFactor) return frequency / factor;
      if (wavelength < length / highFreqFactor) return frequency;
      const keep = (length / wavelength - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
      return ((1 - keep) * frequency) / factor + keep * frequency;
    });
    return { inverseFrequencies, attentionFactor: 1 };
  },
  label: ({ factor }) => `llama3 ×${numberText(factor)}`,
  formula: ({ factor, originalLength, lowFreqFactor, highFreqFactor }) =>
    `llama3: ω / f above L₀/${numberText(lowFreqFactor)} tokens per turn, ω below L₀/${numberText(highFreqFactor)}, ` +
    `blended between, f = ${numberText(factor)}, L₀ = ${numberText(originalLength)} (Grattafiori et al. 2024)`,
};
