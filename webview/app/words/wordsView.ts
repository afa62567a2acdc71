import type { ViewState, WordsView } from "../../../src/protocol/contract.ts";

/** Before anything was chosen: the Transformer's own positions. */
const firstWordsView: WordsView = { query: "", scheme: "sinusoidal", seed: 0 };

export function shownWords({ words }: ViewState): WordsView {
  return words ?? firstWordsView;
}

/** From a store that anyone, or an older version, may have written; null where it is not whole. */
export function wordsOrNull(value: unknown): WordsView | null {
  if (typeof value !== "object" || value === null) return null;
  const { query, scheme, seed } = value as Readonly<Record<keyof WordsView, unknown>>;
  const isWhole = typeof query === "string" && typeof scheme === "string" && isSeed(seed);
  return isWhole ? { query, scheme, seed } : null;
}

function isSeed(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
