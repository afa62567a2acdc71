import { FormatError } from "../../errors.ts";
import type { ModelSpec } from "../../models/modelSpec.ts";
import type { PositionScheme } from "../positionScheme.ts";
import type { Indicator, IndicatorLengths } from "./indicator.ts";
import { lengthIndicators } from "./lengthIndicators.ts";
import {
  alibiIndicators,
  learnedIndicators,
  shawIndicators,
  t5Indicators,
} from "./relativeIndicators.ts";
import { ropeIndicators } from "./ropeIndicators.ts";

/**
 * Every indicator of a model at a requested length, in tokens. Where a scaling has no numbers the config's own problem
 * says why, and those of the length alone are left.
 */
export function indicatorsOf(spec: ModelSpec, requested: number): readonly Indicator[] {
  const lengths = { trained: spec.lengths.trained, requested };
  return [...lengthIndicators(lengths), ...schemeIndicators(spec, lengths)];
}

function schemeIndicators(spec: ModelSpec, lengths: IndicatorLengths): readonly Indicator[] {
  try {
    return byKind(spec.scheme, spec, lengths);
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}

function byKind(
  scheme: PositionScheme,
  { lengths: known, heads }: ModelSpec,
  lengths: IndicatorLengths,
): readonly Indicator[] {
  switch (scheme.kind) {
    case "rope": {
      // An assumed length is the one before the scaling was added: those weights met the plain rotation.
      const inTraining = known.assumed
        ? { ...scheme, scaling: { type: "default" } as const }
        : scheme;
      return ropeIndicators(scheme, inTraining, lengths);
    }
    case "alibi":
      return alibiIndicators(scheme, heads, lengths);
    case "t5":
      return t5Indicators(scheme, lengths);
    case "shaw":
      return shawIndicators(scheme, lengths);
    case "learned":
      return learnedIndicators(scheme, lengths);
    default:
      return [];
  }
}
