import { AlignedBuilder, plainText } from "../alignedText.ts";
import { byteString, encodedChars } from "../encodedChars.ts";
import type { Charsmap } from "../charsmap.ts";
import { PrefixSearch } from "../models/prefixSearch.ts";
import { type KeptParts, replacedParts } from "../replacedParts.ts";
import type { Normalizer } from "../stages/stage.ts";

export interface UnigramSpaces {
  /** A space in front of the text. */
  readonly prefix: boolean;
  /** Runs of spaces become one, and there is one before each word, the first included. */
  readonly merged: boolean;
}

/**
 * What llama.cpp does to a text before it divides it by a unigram model; spaces become "▁".
 * @param userDefined Tokens that are kept as they are. As in llama.cpp, a text that only begins like one of them keeps
 * as much as it shares.
 */
export function unigramNormalizer(
  charsmap: Charsmap | undefined,
  spaces: UnigramSpaces,
  userDefined: readonly string[],
): Normalizer {
  const kept = sharedBeginning(userDefined);
  return (text) => {
    const builder = new AlignedBuilder(text);
    let inWord = false;
    let hasSpace = false;
    let gapFrom = 0;
    for (const part of replacedParts(text, charsmap, kept)) {
      for (const char of part.text) {
        if (char === " ") {
          if (inWord) gapFrom = part.from;
          inWord = false;
          if (!spaces.merged) builder.addFor("▁", part.from, part.to);
          continue;
        }
        if (!inWord && (spaces.merged || (spaces.prefix && !hasSpace))) {
          // The space stands for the white space before the word, or for its first character where there is none.
          if (spaces.merged && gapFrom < part.from) builder.addFor("▁", gapFrom, part.from);
          else builder.addFor("▁", part.from, part.to);
          hasSpace = true;
        }
        inWord = true;
        builder.addFor(char, part.from, part.to);
        gapFrom = part.to;
      }
    }
    return builder.build();
  };
}

/** Byte by byte: a character that is shared in part is broken, and replaced as broken UTF-8 is. */
function sharedBeginning(userDefined: readonly string[]): KeptParts {
  const search = new PrefixSearch(userDefined.map((token, index) => [byteString(token), index]));
  return (text) => {
    const { byteStarts } = encodedChars(text);
    const bytes = byteString(plainText(text));
    return (from) => {
      const start = byteStarts[from] ?? 0;
      const end = start + search.shared(bytes, start);
      let to = from;
      while (to < text.chars.length && (byteStarts[to + 1] ?? 0) <= end) to += 1;
      const whole = text.chars.slice(from, to).join("");
      if ((byteStarts[to] ?? 0) < end) return { from, to: to + 1, text: `${whole}\uFFFD` };
      return to === from ? undefined : { from, to, text: whole };
    };
  };
}
