import { FormatError } from "../../errors.ts";
import type { RopeScheme } from "../positionScheme.ts";
import { defaultScaling } from "./default.ts";
import { dynamicScaling } from "./dynamic.ts";
import { linearScaling } from "./linear.ts";
import { llama3Scaling } from "./llama3.ts";
import { longropeScaling } from "./longrope.ts";
import { proportionalScaling } from "./proportional.ts";
import { requireFinite } from "./requireParameter.ts";
import type { RopeScaling } from "./ropeScaling.ts";
import type { RopeScalingOf } from "./ropeScalingOf.ts";
import type { RopeFrequencies, ScalingRule } from "./scalingRule.ts";
import { unknownScaling } from "./unknown.ts";
import { yarnScaling } from "./yarn.ts";

/**
 * Inverse frequencies (radians per token, [pairs], float64) and the attention factor that a model uses
 * for a sequence of `sequenceLength` tokens. Only dynamic and longrope look at the length.
 *
 * @throws FormatError `bad-value`, `bad-shape`, `limit-exceeded` or `unsupported`; what it returns is finite.
 */
export function ropeInverseFrequencies(
  scheme: RopeScheme,
  sequenceLength: number,
): RopeFrequencies {
  if (!Number.isFinite(sequenceLength) || sequenceLength < 0) {
    throw new FormatError(
      "bad-value",
      `the sequence has ${String(sequenceLength)} tokens, a length of 0 or more is needed`,
    );
  }
  const result = ruleOf(scheme.scaling).frequencies(scheme, scheme.scaling, sequenceLength);
  requireFinite(result.inverseFrequencies, result.attentionFactor, scheme.scaling.type);
  return result;
}

/** "yarn ×4"; empty for the plain rotation. */
export function scalingLabel(scheme: RopeScheme): string {
  return ruleOf(scheme.scaling).label(scheme.scaling, scheme);
}

/** The scaling's formula with its parameters and source; empty for the plain rotation. */
export function scalingFormula(scheme: RopeScheme): string {
  return ruleOf(scheme.scaling).formula(scheme.scaling, scheme);
}

/** Every `rope_type`, one file each: a new one is its file and a line here. */
const rules: { readonly [Type in RopeScaling["type"]]: ScalingRule<RopeScalingOf<Type>> } = {
  default: defaultScaling,
  linear: linearScaling,
  dynamic: dynamicScaling,
  yarn: yarnScaling,
  longrope: longropeScaling,
  llama3: llama3Scaling,
  proportional: proportionalScaling,
  unknown: unknownScaling,
};

/** Safe because the table ties each rule to its own type; the compiler checks the table, not the lookup. */
function ruleOf(scaling: RopeScaling): ScalingRule<RopeScaling> {
  return rules[scaling.type];
}
