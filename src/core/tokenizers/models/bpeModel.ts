import { BPE } from "@huggingface/tokenizers";

import { FormatError } from "../../errors.ts";
import { type AlignedText, plainText } from "../alignedText.ts";
import { badField, type FieldReader } from "../fieldReader.ts";
import type { ModelToken, TokenizerModel } from "./model.ts";
import {
  byteTokens,
  readUnknownToken,
  readVocabulary,
  shownToken,
  type VocabularyEntry,
} from "./vocabulary.ts";

/** Byte-pair encoding: the library merges, the tokens and their places are ours. @throws FormatError */
export function readBpeModel(fields: FieldReader): TokenizerModel {
  refuseWhatIsMissing(fields);
  const vocabulary = readVocabulary(fields);
  const suffix = fields.string("end_of_word_suffix", "");
  const bpe = new BPE({
    type: "BPE",
    vocab: Object.fromEntries(vocabulary),
    merges: readMerges(fields, vocabulary),
    end_of_word_suffix: suffix === "" ? null : suffix,
    ignore_merges: false,
  });
  const unknown = readUnknownToken(fields, vocabulary);
  const settings: Settings = {
    vocabulary,
    unknown,
    suffixLength: Array.from(suffix).length,
    bytes: fields.flag("byte_fallback", "off"),
    fuses: fields.flag("fuse_unk", "off"),
  };
  const takesWhole = fields.flag("ignore_merges", "off");
  return {
    vocabulary,
    tokenize(part) {
      const word = plainText(part);
      const whole = takesWhole ? vocabulary.get(word) : undefined;
      return whole === undefined
        ? toTokens(bpe.bpe(word), part, settings)
        : [{ id: whole, token: word, from: 0, to: part.chars.length }];
    },
  };
}

interface Settings {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknown: VocabularyEntry | undefined;
  readonly suffixLength: number;
  readonly bytes: boolean;
  readonly fuses: boolean;
}

function toTokens(
  pieces: readonly string[],
  part: AlignedText,
  settings: Settings,
): readonly ModelToken[] {
  const tokens: ModelToken[] = [];
  let from = 0;
  let wasUnknown = false;
  pieces.forEach((piece, index) => {
    const isLast = index === pieces.length - 1;
    const to = isLast ? part.chars.length : from + Array.from(piece).length;
    const id = settings.vocabulary.get(piece);
    const bytes =
      id === undefined && settings.bytes ? byteTokens(piece, settings.vocabulary) : undefined;
    const known = id === undefined ? bytes : [{ token: piece, id }];
    const last = tokens.at(-1);
    if (known !== undefined) {
      tokens.push(...known.map((entry) => ({ ...entry, from, to })));
    } else if (wasUnknown && settings.fuses && last !== undefined) {
      tokens[tokens.length - 1] = { ...last, to };
    } else if (settings.unknown !== undefined) {
      tokens.push({ ...settings.unknown, from, to });
    }
    wasUnknown = known === undefined;
    from = to;
  });
  return tokens;
}

/** The two settings that the library does not follow: a wrong token is worse than none. */
function refuseWhatIsMissing(fields: FieldReader): void {
  if (fields.string("continuing_subword_prefix", "") !== "") {
    const message =
      "This tokenizer marks the inner parts of words by a prefix (continuing_subword_prefix) in a BPE model, which Poslens does not have.";
    throw new FormatError("unsupported", message);
  }
  const dropout = fields.raw("dropout");
  if (dropout !== undefined && dropout !== 0) {
    const message =
      "This tokenizer leaves out merges at random (dropout), so that a text has no one encoding.";
    throw new FormatError("unsupported", message);
  }
}

function readMerges(
  fields: FieldReader,
  vocabulary: ReadonlyMap<string, number>,
): [string, string][] {
  return fields.list("merges").map((merge, index) => {
    const where = `${fields.path("merges")}[${index}]`;
    const parts: unknown = typeof merge === "string" ? merge.split(" ") : merge;
    if (!Array.isArray(parts) || parts.length !== 2)
      throw badField(where, merge, "a pair of tokens");
    const [left, right] = parts as readonly unknown[];
    if (typeof left !== "string" || typeof right !== "string") {
      throw badField(where, merge, "a pair of texts");
    }
    for (const token of [left, right, left + right]) {
      if (vocabulary.has(token)) continue;
      const message = `"${where}" of the tokenizer file needs the token "${shownToken(token)}", which is not in the vocabulary.`;
      throw new FormatError("bad-header", message);
    }
    return [left, right];
  });
}
