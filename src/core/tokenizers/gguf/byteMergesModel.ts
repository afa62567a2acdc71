import { mergePieces } from "../models/mergePieces.ts";
import type { ModelToken, TokenizerModel } from "../models/model.ts";
import type { VocabularyEntry } from "../models/vocabulary.ts";
import { plainText } from "../alignedText.ts";
import type { GgufPreTokenizer } from "./ggufPreTokenizers.ts";

/**
 * Byte-pair encoding of a GGUF file: the earliest merge first; a piece that is no token falls apart into bytes, and
 * bytes that are no tokens are left out, as llama.cpp does.
 * @param merges "left right"
 */
export function createByteMergesModel(
  vocabulary: ReadonlyMap<string, number>,
  merges: readonly string[],
  kind: GgufPreTokenizer,
): TokenizerModel {
  const ranks = new Map<string, number>();
  merges.forEach((merge, rank) => {
    if (!ranks.has(merge)) ranks.set(merge, rank);
  });
  // A merge is split at its first space after the first character, so that no left side has one further on.
  const rankOf = (left: string, right: string): number | undefined =>
    left.includes(" ", 1) ? undefined : ranks.get(`${left} ${right}`);
  const bytes = kind.writesText === undefined ? asciiTokens : hexTokens;
  return {
    vocabulary,
    tokenize(part) {
      const word = plainText(part);
      const whole = takesWhole(word, kind) ? vocabulary.get(word) : undefined;
      if (whole !== undefined) return [{ id: whole, token: word, from: 0, to: part.chars.length }];
      return mergePieces(part.chars, rankOf).flatMap(
        ({ text, from, to }): readonly ModelToken[] => {
          const id = vocabulary.get(text);
          const entries = id === undefined ? bytes(text, vocabulary) : [{ id, token: text }];
          return entries.map((entry) => ({ ...entry, from, to }));
        },
      );
    },
  };
}

function takesWhole(word: string, { ignoresMerges, takesLineFeeds }: GgufPreTokenizer): boolean {
  return ignoresMerges === true || (takesLineFeeds === true && /^\n+$/.test(word));
}

/** A character beyond ASCII is two bytes here, neither of which is a token. */
function asciiTokens(
  text: string,
  vocabulary: ReadonlyMap<string, number>,
): readonly VocabularyEntry[] {
  return Array.from(text).flatMap((token) => {
    const id = token <= "\u007f" ? vocabulary.get(token) : undefined;
    return id === undefined ? [] : [{ id, token }];
  });
}

function hexTokens(
  text: string,
  vocabulary: ReadonlyMap<string, number>,
): readonly VocabularyEntry[] {
  return Array.from(encoder.encode(text)).flatMap((byte) => {
    const token = `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
    const id = vocabulary.get(token);
    return id === undefined ? [] : [{ id, token }];
  });
}

const encoder = new TextEncoder();
