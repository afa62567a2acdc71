import type {
  PositionCollisions,
  PositionedSentence,
  PositionTests,
} from "../../../src/protocol/words.ts";
import { formatCount, formatSignificant } from "../../render/numbers.ts";

/** A sentence beside the pictures; `error` where a quality test fails for it. */
export interface PositionWarning {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
}

/** Pairs of a sentence that are named one by one. */
const mostNamed = 3;

/**
 * What is wrong with the positions, with the positions and numbers that show it: in the sentence itself, and in the
 * scheme at this width, whose period may be longer than any sentence that is typed.
 */
export function collisionWarnings(
  sentence: PositionedSentence,
  tests: PositionTests | undefined,
): readonly PositionWarning[] {
  const found = [
    ...ofSentence(sentence),
    ...(tests === undefined ? [] : ofScheme(tests.collisions, sentence.dimensions)),
  ];
  if (found.length > 0 || tests === undefined) return found;
  const { thresholds, compared } = tests.collisions;
  const text = `No two of the first ${formatCount(compared)} positions are nearer than ${thresholds.near} of the vectors' length, and they do not repeat.`;
  return [{ severity: "info", text }];
}

function ofSentence({ collisions, tokens }: PositionedSentence): readonly PositionWarning[] {
  const { near, pairs, thresholds } = collisions;
  const placed = (position: number): string => `${position} (“${tokens[position]?.text ?? ""}”)`;
  const named = pairs.slice(0, mostNamed).map(({ first, second, distance }): PositionWarning => {
    const isSame = distance < thresholds.same;
    const vectors = isSame ? "the same vector" : "nearly the same vector";
    const limit = isSame ? `same below ${thresholds.same}` : `near below ${thresholds.near}`;
    return {
      severity: "error",
      text: `In this sentence, positions ${placed(first)} and ${placed(second)} have ${vectors}: their distance is ${formatSignificant(distance)} of the vectors' length (${limit}). What they add does not tell the two words apart.`,
    };
  });
  if (near <= named.length) return named;
  const text = `${formatCount(near - named.length)} more pairs of this sentence are as near.`;
  return [...named, { severity: "error", text }];
}

function ofScheme(
  { compared, same, near, pairs, period }: PositionCollisions,
  dimensions: number,
): readonly PositionWarning[] {
  const among = `among the first ${formatCount(compared)} positions at ${dimensions} dimensions`;
  if (period !== null) {
    const text = `Positions repeat after ${formatCount(period)}: 0 and ${period}, 1 and ${period + 1}, … have the same vector (${among}). The test “No common period” fails.`;
    return [{ severity: "error", text }];
  }
  const [first] = pairs;
  if (first === undefined) return [];
  const many =
    same > 0 ? `${pairsOf(same)} the same vector` : `${pairsOf(near)} nearly the same vector`;
  const text = `${many}, ${first.first} and ${first.second} first (${among}; distance ${formatSignificant(first.distance)}). The test “Uniqueness in float64” fails.`;
  return [{ severity: "error", text }];
}

function pairsOf(count: number): string {
  return count === 1 ? "1 pair has" : `${formatCount(count)} pairs have`;
}
