import { AlignedBuilder, type AlignedText } from "../alignedText.ts";
import { isIdeograph } from "../stages/bertNormalizer.ts";
import { simpleLowercase } from "../stages/letterCase.ts";
import type { PreTokenizer } from "../stages/stage.ts";

/**
 * A text's words as llama.cpp cuts them for BERT, each with "▁" before it. Accents go as the first character of the
 * decomposition is taken, by which a Hangul syllable becomes its first letter.
 */
export function bertWords(options: {
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
}): PreTokenizer {
  const change = (char: string): string => {
    if (/[\p{Cc}\p{Cf}\p{Co}\u{FFFD}]/u.test(char)) return "";
    if (options.stripAccents && /\p{M}/u.test(char)) return "";
    return options.lowercase ? simpleLowercase(char) : char;
  };
  return (text) => {
    const words: AlignedText[] = [];
    let word: AlignedBuilder | undefined;
    const finish = (): void => {
      if (word !== undefined) words.push(word.build());
      word = undefined;
    };
    const add = (char: string, index: number): void => {
      if (word === undefined) {
        word = new AlignedBuilder(text);
        word.add("▁", index);
      }
      word.addAll(char, index);
    };
    text.chars.forEach((typed, index) => {
      const char = options.stripAccents ? firstOfDecomposition(typed) : typed;
      if (/\p{White_Space}/u.test(char)) {
        finish();
        return;
      }
      const changed = change(char);
      if (changed === "") return;
      const isAlone = /[\p{P}]|(?=[\0-~])\p{S}/u.test(char) || isIdeograph(char);
      if (isAlone) finish();
      add(changed, index);
      if (isAlone) finish();
    });
    finish();
    return words;
  };
}

function firstOfDecomposition(char: string): string {
  return String.fromCodePoint(char.normalize("NFD").codePointAt(0) ?? 0);
}
