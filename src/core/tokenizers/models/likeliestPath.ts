import type { PrefixSearch } from "./prefixSearch.ts";

/** A step of a path: a token, or one character that no token has. UTF-16 units [from, to). */
export interface PathStep {
  readonly id: number | undefined;
  readonly from: number;
  readonly to: number;
}

export interface UnigramScores {
  readonly search: PrefixSearch;
  /** Log-probability of a token that takes a text. */
  scoreOf(id: number, text: string): number;
  /** Log-probability of a character that no token has by itself. */
  readonly unknown: number;
  /** Sums as the reference keeps them: SentencePiece rounds each to a float32, the others do not. */
  readonly precision: "single" | "double";
}

/**
 * The likeliest division of a text into tokens (Viterbi; Kudo 2018, "Subword regularization"), found in one pass from
 * the left as SentencePiece, llama.cpp and Hugging Face's tokenizers do, ties included: the first path found stays.
 */
export function likeliestPath(text: string, scores: UnigramScores): readonly PathStep[] {
  const best = new Float64Array(text.length + 1).fill(-Infinity);
  const cameFrom = new Int32Array(text.length + 1).fill(-1);
  const ids = new Int32Array(text.length + 1).fill(unknownStep);
  const rounded = scores.precision === "single" ? Math.fround : (sum: number): number => sum;
  best[0] = 0;
  const offer = (from: number, to: number, id: number, score: number): void => {
    const sum = rounded((best[from] ?? 0) + score);
    if (cameFrom[to] !== -1 && !(sum > (best[to] ?? 0))) return;
    best[to] = sum;
    cameFrom[to] = from;
    ids[to] = id;
  };
  for (let from = 0; from < text.length;) {
    const width = (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
    let isKnown = false;
    for (const { id, length } of scores.search.matches(text, from)) {
      offer(from, from + length, id, scores.scoreOf(id, text.slice(from, from + length)));
      isKnown ||= length === width;
    }
    if (!isKnown) offer(from, from + width, unknownStep, scores.unknown);
    from += width;
  }
  const steps: PathStep[] = [];
  for (let to = text.length; to > 0;) {
    const from = Math.max(0, cameFrom[to] ?? 0);
    const id = ids[to] ?? unknownStep;
    steps.push({ id: id === unknownStep ? undefined : id, from, to });
    to = from;
  }
  return steps.reverse();
}

const unknownStep = -1;
