import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import { baseFrequencies } from "./baseFrequencies.ts";
import { requireFactor, requireLength } from "./requireParameter.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

/**
 * Dynamic NTK: for a sequence of L tokens above Lmax = max_position_embeddings the base grows to
 * θ′ = θ · (f·L / Lmax − (f − 1))^(r / (r − 2)); up to Lmax it is θ
 * (bloc97 and emozilla 2023; transformers `modeling_rope_utils.py`).
 *
 * Gives what a model sees that reads the whole sequence at once. A module that is kept across calls
 * holds the largest base it met until a sequence shorter than Lmax comes: that history is not modelled.
 */
export const dynamicScaling: ScalingRule<RopeScalingOf<"dynamic">> = {
  frequencies(scheme, { factor }, sequenceLength) {
    requireFactor(factor, "factor");
    const limit = requireLength(scheme.maxPositions, "max_position_embeddings");
    const base =
      sequenceLength <= limit
        ? scheme.base
        : grownBase(
            scheme.base,
            scheme.rotaryDim,
            (factor * sequenceLength) / limit - (factor - 1),
          );
    return { inverseFrequencies: baseFrequencies(scheme, base), attentionFactor: 1 };
  },
  label: ({ factor }) => `dynamic ×${numberText(factor)}`,
  formula: ({ factor }, { maxPositions }) =>
    `dynamic NTK: θ′ = θ · (f·L/Lmax − (f − 1))^(r/(r − 2)) for L > Lmax, f = ${numberText(factor)}` +
    `, Lmax = ${maxPositions === undefined ? "not stated" : numberText(maxPositions)} (bloc97, emozilla 2023)`,
};

function grownBase(base: number, rotaryDim: number, stretch: number): number {
  if (stretch > 0 && rotaryDim > 2) return base * stretch ** (rotaryDim / (rotaryDim - 2));
  throw new FormatError(
    "bad-value",
    `dynamic scaling of ${numberText(rotaryDim)} dimensions stretches by ${numberText(stretch)}: ` +
      "it needs more than 2 dimensions and a stretch above 0",
  );
}
