import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import { baseFrequencies } from "./baseFrequencies.ts";
import { requireFactor } from "./requireParameter.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

/**
 * Proportional rotation (Gemma 4): the exponent runs over the whole head, but only the first ⌊p·d/2⌋ pairs turn;
 * the others have the frequency 0. ω′_k = θ^(−2k/d) / f (transformers `modeling_rope_utils.py`).
 * `rotaryDim` of the scheme is the whole head here.
 */
export const proportionalScaling: ScalingRule<RopeScalingOf<"proportional">> = {
  frequencies(scheme, { fraction, factor }) {
    requireFactor(factor, "factor");
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new FormatError(
        "bad-value",
        `partial_rotary_factor is ${numberText(fraction)}, a part of a head is from 0 to 1`,
      );
    }
    const turning = Math.floor((fraction * scheme.rotaryDim) / 2);
    const inverseFrequencies = baseFrequencies(scheme).map((frequency, k) =>
      k < turning ? frequency / factor : 0,
    );
    return { inverseFrequencies, attentionFactor: 1 };
  },
  label: ({ fraction, factor }) =>
    `proportional ${numberText(fraction)}${factor === 1 ? "" : ` ×${numberText(factor)}`}`,
  formula: ({ fraction, factor }) =>
    `proportional: ω / f for the first ⌊p·d/2⌋ pairs, 0 for the others, p = ${numberText(fraction)}, ` +
    `f = ${numberText(factor)} (Gemma 4 in transformers)`,
};
