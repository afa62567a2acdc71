import { plainText } from "../alignedText.ts";
import type { ModelToken, TokenizerModel } from "../models/model.ts";
import { PrefixSearch } from "../models/prefixSearch.ts";

/**
 * WordPiece of a GGUF file: the longest tokens from the left of a word that begins with "▁", or one unknown token for
 * the word.
 */
export function createWholeWordsModel(
  vocabulary: ReadonlyMap<string, number>,
  unknownId: number,
): TokenizerModel {
  const search = new PrefixSearch(vocabulary);
  return {
    vocabulary,
    tokenize(part) {
      const word = plainText(part);
      const tokens: ModelToken[] = [];
      let from = 0;
      for (let at = 0; at < word.length;) {
        const match = search.longest(word, at);
        if (match === undefined)
          return [{ id: unknownId, token: word, from: 0, to: part.chars.length }];
        const token = word.slice(at, at + match.length);
        const to = from + Array.from(token).length;
        tokens.push({ id: match.id, token, from, to });
        at += match.length;
        from = to;
      }
      return tokens;
    },
  };
}
