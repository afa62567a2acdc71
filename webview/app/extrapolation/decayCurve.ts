import { FormatError } from "../../../src/core/errors.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import { decayAt } from "../../../src/core/positions/indicators/distanceDecay.ts";
import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import { ropeInverseFrequencies } from "../../../src/core/positions/scaling/inverseFrequencies.ts";
import { evenlyOnLog } from "./lengthCurves.ts";

/** B_D over the number of pairs, by distance. */
export interface DecayCurve {
  /** Tokens, ascending, from 1. */
  readonly distances: readonly number[];
  /** From −1 to 1. */
  readonly values: readonly number[];
  readonly pairs: number;
}

export const decayFormula =
  "B_D / pairs, B_D = Σ_k cos(D·ω_k): by how much a query prefers a key like itself at distance D (Men et al. 2024, arXiv 2405.14591)";

const points = 384;

/** How the preference for like keys falls with distance up to a length; `undefined` for what is no rotation. */
export function decayCurve(scheme: PositionScheme, length: number): DecayCurve | undefined {
  if (scheme.kind !== "rope") return undefined;
  try {
    const { inverseFrequencies } = ropeInverseFrequencies(scheme, length);
    const pairs = inverseFrequencies.length;
    const distances = evenlyOnLog(1, Math.max(2, length), points);
    return {
      distances,
      values: distances.map((distance) => decayAt(inverseFrequencies, distance) / pairs),
      pairs,
    };
  } catch (error) {
    // A scaling without numbers has no curve; the config's own problem says why.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Up to the request, and as far as training went where that is farther. */
export function decayLength({ lengths }: ModelSpec, requested: number): number {
  return Math.max(requested, lengths.trained ?? 0);
}
