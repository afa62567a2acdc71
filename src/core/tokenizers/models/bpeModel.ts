import { FormatError } from "../../errors.ts";
import { plainText } from "../alignedText.ts";
import { badField, type FieldReader } from "../fieldReader.ts";
import { type MergedPiece, mergePieces } from "./mergePieces.ts";
import type { ModelToken, TokenizerModel } from "./model.ts";
import {
  byteTokens,
  readUnknownToken,
  readVocabulary,
  shownToken,
  type VocabularyEntry,
} from "./vocabulary.ts";

/**
 * Byte-pair encoding, the inner parts of words marked by a prefix and their ends by a suffix where the file says so.
 * @throws FormatError
 */
export function readBpeModel(fields: FieldReader): TokenizerModel {
  refuseDropout(fields);
  const vocabulary = readVocabulary(fields);
  const prefix = fields.string("continuing_subword_prefix", "");
  const suffix = fields.string("end_of_word_suffix", "");
  const join = (left: string, right: string): string => left + right.slice(prefix.length);
  const ranks = readMerges(fields, vocabulary, join);
  const settings: Settings = {
    vocabulary,
    unknown: readUnknownToken(fields, vocabulary),
    bytes: fields.flag("byte_fallback", "off"),
    fuses: fields.flag("fuse_unk", "off"),
  };
  const takesWhole = fields.flag("ignore_merges", "off");
  return {
    vocabulary,
    tokenize(part) {
      const word = plainText(part);
      const whole = takesWhole ? vocabulary.get(word) : undefined;
      if (whole !== undefined) return [{ id: whole, token: word, from: 0, to: part.chars.length }];
      const last = part.chars.length - 1;
      const symbols = part.chars.map(
        (char, index) => `${index > 0 ? prefix : ""}${char}${index === last ? suffix : ""}`,
      );
      const rankOf = (left: string, right: string): number | undefined =>
        ranks.get(pairKey(left, right));
      return toTokens(mergePieces(symbols, rankOf, join), settings);
    },
  };
}

/** Two tokens as one text, which no other two give. */
function pairKey(left: string, right: string): string {
  return `${left.length}:${left}${right}`;
}

interface Settings {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknown: VocabularyEntry | undefined;
  readonly bytes: boolean;
  readonly fuses: boolean;
}

function toTokens(pieces: readonly MergedPiece[], settings: Settings): readonly ModelToken[] {
  const tokens: ModelToken[] = [];
  let wasUnknown = false;
  for (const { text, from, to } of pieces) {
    const id = settings.vocabulary.get(text);
    const bytes =
      id === undefined && settings.bytes ? byteTokens(text, settings.vocabulary) : undefined;
    const known = id === undefined ? bytes : [{ token: text, id }];
    const last = tokens.at(-1);
    if (known !== undefined) {
      tokens.push(...known.map((entry) => ({ ...entry, from, to })));
    } else if (wasUnknown && settings.fuses && last !== undefined) {
      tokens[tokens.length - 1] = { ...last, to };
    } else if (settings.unknown !== undefined) {
      tokens.push({ ...settings.unknown, from, to });
    }
    wasUnknown = known === undefined;
  }
  return tokens;
}

function refuseDropout(fields: FieldReader): void {
  const dropout = fields.raw("dropout");
  if (dropout === undefined || dropout === 0) return;
  const message =
    "This tokenizer leaves out merges at random (dropout), so that a text has no one encoding.";
  throw new FormatError("unsupported", message);
}

/** Pairs by `pairKey` with their rank; of a pair that stands twice the last rank counts, as in the reference. */
function readMerges(
  fields: FieldReader,
  vocabulary: ReadonlyMap<string, number>,
  join: (left: string, right: string) => string,
): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  fields.list("merges").forEach((merge, rank) => {
    const where = `${fields.path("merges")}[${rank}]`;
    const parts: unknown = typeof merge === "string" ? merge.split(" ") : merge;
    if (!Array.isArray(parts) || parts.length !== 2) {
      throw badField(where, merge, "a pair of tokens");
    }
    const [left, right] = parts as readonly unknown[];
    if (typeof left !== "string" || typeof right !== "string") {
      throw badField(where, merge, "a pair of texts");
    }
    for (const token of [left, right, join(left, right)]) {
      if (vocabulary.has(token)) continue;
      const message = `"${where}" of the tokenizer file needs the token "${shownToken(token)}", which is not in the vocabulary.`;
      throw new FormatError("bad-header", message);
    }
    ranks.set(pairKey(left, right), rank);
  });
  return ranks;
}
