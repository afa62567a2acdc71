import { plainText } from "../alignedText.ts";
import { badField, type FieldReader } from "../fieldReader.ts";
import type { TokenizerModel } from "./model.ts";
import { readUnknownToken, readVocabulary } from "./vocabulary.ts";

/** Whole words, or the unknown token. @throws FormatError */
export function readWordLevelModel(fields: FieldReader): TokenizerModel {
  const vocabulary = readVocabulary(fields);
  const unknown = readUnknownToken(fields, vocabulary);
  if (unknown === undefined) throw badField(fields.path("unk_token"), undefined, "a token");
  return {
    vocabulary,
    tokenize(part) {
      const token = plainText(part);
      const id = vocabulary.get(token);
      const entry = id === undefined ? unknown : { id, token };
      return part.chars.length === 0 ? [] : [{ ...entry, from: 0, to: part.chars.length }];
    },
  };
}
