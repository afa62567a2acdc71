import { WordPiece } from "@huggingface/tokenizers";

import { plainText } from "../alignedText.ts";
import { badField, type FieldReader } from "../fieldReader.ts";
import { maxTextLength } from "../limits.ts";
import type { ModelToken, TokenizerModel } from "./model.ts";
import { readUnknownToken, readVocabulary } from "./vocabulary.ts";

/** BERT's WordPiece: the longest pieces from the left, or one unknown token for the word. @throws FormatError */
export function readWordPieceModel(fields: FieldReader): TokenizerModel {
  const vocabulary = readVocabulary(fields);
  const prefix = fields.string("continuing_subword_prefix", "##");
  const unknown = readUnknownToken(fields, vocabulary);
  if (unknown === undefined) throw badField(fields.path("unk_token"), undefined, "a token");
  const wordPiece = new WordPiece({
    type: "WordPiece",
    vocab: Object.fromEntries(vocabulary),
    unk_token: unknown.token,
    continuing_subword_prefix: prefix,
    max_input_chars_per_word: fields.count("max_input_chars_per_word", maxTextLength, 100),
  });
  const prefixLength = Array.from(prefix).length;
  return {
    vocabulary,
    tokenize(part) {
      if (part.chars.length === 0) return [];
      const pieces = wordPiece.encode([plainText(part)]);
      if (pieces.length === 1 && pieces[0] === unknown.token) {
        return [{ ...unknown, from: 0, to: part.chars.length }];
      }
      let from = 0;
      return pieces.map((token, index): ModelToken => {
        const to = from + Array.from(token).length - (index === 0 ? 0 : prefixLength);
        const placed = { id: vocabulary.get(token) ?? unknown.id, token, from, to };
        from = to;
        return placed;
      });
    },
  };
}
