import { FormatError } from "../../errors.ts";
import type { ModelSpec } from "../../models/modelSpec.ts";
import type { RopeScheme } from "../../positions/positionScheme.ts";
import { unseenAtLength } from "../../positions/unseenAtLength.ts";
import { pairsWithoutATurn, wavelengths } from "../../positions/wavelengths.ts";
import { numberText } from "../../text/numberText.ts";

/**
 * The sentences on how far this model's pairs turn, with their numbers: the slowest pair, and how many never
 * finish a turn within the trained length. A rotation without numbers says why.
 */
export function rotationFacts(spec: ModelSpec, rope: RopeScheme): readonly string[] {
  const length = spec.lengths.trained ?? spec.lengths.declared;
  const turns = turnsOf(rope, length ?? 1);
  if (typeof turns === "string") return [turns];
  const slowest = Math.max(...turns);
  const fastest = Math.min(...turns);
  const range =
    `Its ${numberText(turns.length)} pairs turn once in ${numberText(round(fastest))} to ` +
    `${numberText(round(slowest))} tokens (2π / ω).`;
  if (length === undefined) return [range];
  const never = pairsWithoutATurn(turns, length);
  const name = spec.lengths.trained === undefined ? "declared" : "trained";
  const sentence =
    never === 0
      ? `All of them finish a turn within the ${name} ${numberText(length)} tokens.`
      : `${numberText(never)} of ${numberText(turns.length)} pairs never finish a turn within the ${name} ${numberText(length)} tokens.`;
  return [range, sentence, ...unseenFacts(spec, rope)];
}

/** What lies beyond the trained length: at the declared one where that is longer, at its double otherwise. */
function unseenFacts({ lengths }: ModelSpec, rope: RopeScheme): readonly string[] {
  if (lengths.trained === undefined) return [];
  const declared = lengths.declared ?? 0;
  const length = declared > lengths.trained ? declared : 2 * lengths.trained;
  const found = unseenAtLength(lengths, rope, length);
  if (found === undefined) return [];
  const tokens = `${numberText(length)} tokens`;
  const at = declared > lengths.trained ? `At the declared ${tokens}` : `At twice that, ${tokens},`;
  return [
    found.unseen === 0
      ? `${at} no pair leaves the angles met in training.`
      : `${at} ${numberText(found.unseen)} pairs reach angles that training never showed.`,
  ];
}

/** Whole tokens are what anybody counts; only the fastest pairs need a digit more. */
function round(tokens: number): number {
  return tokens >= 100 ? Math.round(tokens) : Number(tokens.toFixed(1));
}

function turnsOf(rope: RopeScheme, length: number): Float64Array | string {
  try {
    return wavelengths(rope, length);
  } catch (error) {
    if (error instanceof FormatError)
      return `No rotation follows from these numbers: ${error.message}.`;
    throw error;
  }
}
