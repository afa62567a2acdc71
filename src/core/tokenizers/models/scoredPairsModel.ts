import { FormatError } from "../../errors.ts";
import { mergePieces } from "./mergePieces.ts";
import type { ModelToken, TokenizerModel } from "./model.ts";
import { byteTokens, shownToken } from "./vocabulary.ts";

export interface ScoredPairs {
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Of a token that two neighbours make; the highest is joined first. `undefined` where they stay apart. */
  scoreOf(left: string, right: string): number | undefined;
  /** The id for a character that has neither a token nor tokens for its bytes. */
  readonly unknownId: number | undefined;
}

/** SentencePiece's BPE as llama.cpp has it: a whole text is one part, and what has no token is written as bytes. */
export function createScoredPairsModel(pairs: ScoredPairs): TokenizerModel {
  const { vocabulary } = pairs;
  const rankOf = (left: string, right: string): number | undefined => {
    const score = pairs.scoreOf(left, right);
    return score === undefined ? undefined : -score;
  };
  return {
    vocabulary,
    tokenize: (part) =>
      mergePieces(part.chars, rankOf).flatMap(({ text, from, to }): readonly ModelToken[] => {
        const id = vocabulary.get(text);
        if (id !== undefined) return [{ id, token: text, from, to }];
        const bytes = byteTokens(text, vocabulary) ?? [unknownFor(text, pairs.unknownId)];
        return bytes.map((entry) => ({ ...entry, from, to }));
      }),
  };
}

function unknownFor(
  text: string,
  id: number | undefined,
): { readonly id: number; readonly token: string } {
  if (id !== undefined) return { id, token: text };
  throw new FormatError(
    "bad-token",
    `The vocabulary has no token for "${shownToken(text)}", none for its bytes and none for what is unknown`,
  );
}
