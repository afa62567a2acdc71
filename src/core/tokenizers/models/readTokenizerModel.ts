import type { FieldReader } from "../fieldReader.ts";
import { FormatError } from "../../errors.ts";
import { readBpeModel } from "./bpeModel.ts";
import type { TokenizerModel } from "./model.ts";
import { readUnigramModel } from "./unigramModel.ts";
import { readWordLevelModel } from "./wordLevelModel.ts";
import { readWordPieceModel } from "./wordPieceModel.ts";

/** @throws FormatError `unsupported` for a type that is not known, `bad-header` for a broken vocabulary. */
export function readTokenizerModel(fields: FieldReader): TokenizerModel {
  const type = fields.string("type", guessType(fields));
  const reader = readers.get(type);
  if (reader !== undefined) return reader(fields);
  const known = [...readers.keys()].join(", ");
  throw new FormatError(
    "unsupported",
    `This tokenizer has a model of the type "${type.slice(0, 60)}", which Poslens does not have (known: ${known}).`,
  );
}

const readers = new Map([
  ["BPE", readBpeModel],
  ["WordPiece", readWordPieceModel],
  ["Unigram", readUnigramModel],
  ["WordLevel", readWordLevelModel],
]);

/** Files older than 2020 name no type; what they have tells it. */
function guessType(fields: FieldReader): string {
  if (fields.raw("merges") !== undefined) return "BPE";
  if (fields.raw("continuing_subword_prefix") !== undefined) return "WordPiece";
  return Array.isArray(fields.raw("vocab")) ? "Unigram" : "WordLevel";
}
