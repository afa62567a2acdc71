import { plainText, type AlignedText } from "../alignedText.ts";
import { likeliestPath, type UnigramScores } from "../models/likeliestPath.ts";
import type { ModelToken, TokenizerModel } from "../models/model.ts";
import { PrefixSearch } from "../models/prefixSearch.ts";
import { ggufTokenTypes, type GgufVocabulary } from "./ggufVocabulary.ts";

/** A unigram model as llama.cpp runs it: sums in double precision, tokens of the user for nothing. */
export function createGgufUnigramModel(
  { tokens, scores, types }: GgufVocabulary,
  vocabulary: ReadonlyMap<string, number>,
  unknownId: number,
): TokenizerModel {
  const { normal, userDefined, unused } = ggufTokenTypes;
  const typeOf = (id: number): number => types?.[id] ?? normal;
  const entries = tokens.flatMap((token, id): [string, number][] =>
    [normal, userDefined, unused].some((type) => type === typeOf(id)) ? [[token, id]] : [],
  );
  let least = Infinity;
  tokens.forEach((_, id) => {
    if (typeOf(id) === normal) least = Math.min(least, scores?.[id] ?? 0);
  });
  const path: UnigramScores = {
    search: new PrefixSearch(entries),
    scoreOf: (id) => (typeOf(id) === userDefined ? 0 : (scores?.[id] ?? 0)),
    unknown: Math.fround(least - unknownPenalty),
    precision: "double",
  };
  return {
    vocabulary,
    tokenize: (part) => toTokens(part, path, unknownId),
  };
}

/** How much less likely than the least likely token a character without one is. */
const unknownPenalty = 10;

function toTokens(part: AlignedText, scores: UnigramScores, unknownId: number): ModelToken[] {
  const text = plainText(part);
  const tokens: ModelToken[] = [];
  let from = 0;
  for (const step of likeliestPath(text, scores)) {
    const token = text.slice(step.from, step.to);
    const to = from + Array.from(token).length;
    const id = step.id ?? unknownId;
    const last = tokens.at(-1);
    if (id === unknownId && last?.id === unknownId) {
      tokens[tokens.length - 1] = { ...last, token: last.token + token, to };
    } else {
      tokens.push({ id, token, from, to });
    }
    from = to;
  }
  return tokens;
}
