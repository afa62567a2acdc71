import { FormatError } from "../../errors.ts";
import { plainText } from "../alignedText.ts";
import { badField, type FieldReader } from "../fieldReader.ts";
import { maxTokenId } from "../limits.ts";
import { likeliestPath, type UnigramScores } from "./likeliestPath.ts";
import type { ModelToken, TokenizerModel } from "./model.ts";
import { PrefixSearch } from "./prefixSearch.ts";
import { byteTokens, type VocabularyEntry } from "./vocabulary.ts";

/**
 * SentencePiece's unigram model: the likeliest division. What it is searched with is made when a text is first cut: a
 * vocabulary of 262 144 tokens is open before that. @throws FormatError
 */
export function readUnigramModel(fields: FieldReader): TokenizerModel {
  const entries = fields.list("vocab").map((entry, index) => readEntry(entry, fields, index));
  const vocabulary = new Map(entries.map(([token], id) => [token, id]));
  const unknown = readUnknown(fields, entries);
  const bytes = fields.flag("byte_fallback", "off");
  let scores: UnigramScores | undefined;
  return {
    vocabulary,
    tokenize(part) {
      const tokens: ModelToken[] = [];
      let from = 0;
      let wasUnknown = false;
      const text = plainText(part);
      scores ??= scoresOf(entries);
      for (const step of likeliestPath(text, scores)) {
        const piece = text.slice(step.from, step.to);
        const to = from + Array.from(piece).length;
        const id = vocabulary.get(piece);
        const fallback = id === undefined && bytes ? byteTokens(piece, vocabulary) : undefined;
        const last = tokens.at(-1);
        if (id === undefined && fallback === undefined && wasUnknown && last !== undefined) {
          tokens[tokens.length - 1] = { ...last, token: last.token + piece, to };
        } else {
          const found = id === undefined ? fallback : [{ token: piece, id }];
          const placed = found ?? [{ token: piece, id: unknown.id }];
          tokens.push(...placed.map((entry) => ({ ...entry, from, to })));
        }
        wasUnknown = id === undefined && fallback === undefined;
        from = to;
      }
      return tokens;
    },
  };
}

/** Sums in double precision, and how much less likely a character without a token is, as in Hugging Face's library. */
function scoresOf(entries: readonly (readonly [string, number])[]): UnigramScores {
  const least = entries.reduce((most, [, score]) => Math.min(most, score), Infinity);
  return {
    search: new PrefixSearch(entries.map(([token], id) => [token, id])),
    scoreOf: (id) => entries[id]?.[1] ?? 0,
    unknown: least - unknownPenalty,
    precision: "double",
  };
}

const unknownPenalty = 10;

function readEntry(entry: unknown, fields: FieldReader, index: number): [string, number] {
  const [token, score] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  if (typeof token !== "string" || typeof score !== "number") {
    throw badField(`${fields.path("vocab")}[${index}]`, entry, "a token and its score");
  }
  return [token, score];
}

function readUnknown(
  fields: FieldReader,
  entries: readonly (readonly [string, number])[],
): VocabularyEntry {
  const id = fields.count("unk_id", maxTokenId);
  const token = entries[id]?.[0];
  if (token !== undefined) return { token, id };
  const message = `"${fields.path("unk_id")}" is ${id}, but the vocabulary has ${entries.length} tokens.`;
  throw new FormatError("bad-header", message);
}
