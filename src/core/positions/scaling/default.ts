import { baseFrequencies } from "./baseFrequencies.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { ScalingRule } from "./scalingRule.ts";

/** The rotation as trained: ω_k = θ^(−2k / r) (Su et al. 2021). */
export const defaultScaling: ScalingRule<RopeScalingOf<"default">> = {
  frequencies: (scheme) => ({ inverseFrequencies: baseFrequencies(scheme), attentionFactor: 1 }),
  label: () => "",
  formula: () => "",
};
