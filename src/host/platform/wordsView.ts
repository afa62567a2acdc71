import type { WordsView } from "../../protocol/contract.ts";
import { longestText } from "./requestChecks.ts";

/** What was asked of static embeddings, from a webview or from storage: of the right kinds, or nothing. */
export function toWordsView(value: unknown): WordsView | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { query, scheme, seed } = value as Readonly<Record<keyof WordsView, unknown>>;
  const isWhole = isText(query) && isText(scheme) && Number.isSafeInteger(seed);
  return isWhole ? { query, scheme, seed: seed as number } : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestText;
}
