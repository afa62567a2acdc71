import { FormatError } from "../../errors.ts";
import { PrefixSearch } from "../models/prefixSearch.ts";
import { idleStages, StagedTokenizer } from "../stagedTokenizer.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { parseSentencePiece, pieceTypes, type SentencePieceModel } from "./parseSentencePiece.ts";
import { createSentencePieceModel, type SentencePieceVocabulary } from "./sentencePieceModel.ts";
import { sentencePieceNormalizer } from "./sentencePieceNormalizer.ts";
import { sentencePieceSpecials } from "./sentencePieceSpecials.ts";

/**
 * A tokenizer from a SentencePiece model (tokenizer.model, spiece.model), which gives the ids of the library
 * sentencepiece and its offsets, save that each byte of a character without a token has the span of the character.
 * No text is taken for a control symbol. Around a text stand the tokens that the folder's
 * tokenizer_config.json asks for, none without it. Families whose tokenizers in transformers number the pieces anew
 * (XLM-RoBERTa, mBART, Pegasus …) are refused.
 * @throws FormatError as `parseSentencePiece`, `unsupported` for those families.
 */
export function parseSentencePieceTokenizer(
  bytes: Uint8Array,
  configJson: string | undefined,
): Tokenizer {
  const model = parseSentencePiece(bytes);
  const vocabulary = toVocabulary(model);
  const { pieces } = model;
  return new StagedTokenizer(
    { vocabSize: pieces.length, piece: (id) => pieces[id]?.piece },
    {
      ...idleStages,
      normalizer: sentencePieceNormalizer(model, vocabulary.userDefined),
      model: createSentencePieceModel(model, vocabulary),
      postProcessor: sentencePieceSpecials(model, vocabulary.ids, configJson),
    },
  );
}

function toVocabulary({ pieces }: SentencePieceModel): SentencePieceVocabulary {
  const { normal, unknown, userDefined, unused } = pieceTypes;
  const ids = new Map<string, number>();
  const found = new Map<string, number>();
  const own: [string, number][] = [];
  let unknownId: number | undefined;
  pieces.forEach(({ piece, type }, id) => {
    if (piece === "") {
      const message = `Piece ${id} of the SentencePiece model is empty; pieces have text`;
      throw new FormatError("bad-header", message);
    }
    if (ids.has(piece)) {
      const message = `The SentencePiece model has the piece "${piece.slice(0, 40)}" twice, with the ids ${ids.get(piece) ?? 0} and ${id}`;
      throw new FormatError("bad-header", message);
    }
    ids.set(piece, id);
    if (type === unknown) unknownId ??= id;
    if (type === normal || type === userDefined || type === unused) found.set(piece, id);
    if (type === userDefined) own.push([piece, id]);
  });
  if (unknownId === undefined) {
    const message = "The SentencePiece model has no piece for what is unknown (type 2)";
    throw new FormatError("bad-header", message);
  }
  return { ids, found, userDefined: new PrefixSearch(own), unknownId };
}
