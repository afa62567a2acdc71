import { FormatError } from "../errors.ts";
import type { ModelLengths } from "../models/modelSpec.ts";
import type { RopeScheme } from "./positionScheme.ts";
import { unseenPairs, type UnseenPairs } from "./unseenPairs.ts";

/**
 * Pairs of a model that meet angles at `length` tokens which its training never showed; `undefined` where
 * the trained length is not known or the rotation has no numbers (the config's own problem says why).
 */
export function unseenAtLength(
  lengths: ModelLengths,
  rope: RopeScheme,
  length: number,
): UnseenPairs | undefined {
  if (lengths.trained === undefined) return undefined;
  // An assumed length is the one before the scaling was added, so those weights met the plain rotation.
  const inTraining: RopeScheme = lengths.assumed ? { ...rope, scaling: { type: "default" } } : rope;
  try {
    return unseenPairs({ scheme: inTraining, length: lengths.trained }, { scheme: rope, length });
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
