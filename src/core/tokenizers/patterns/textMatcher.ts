import type { AlignedText } from "../alignedText.ts";
import { charIndexOf, plainText } from "../alignedText.ts";
import { FormatError } from "../../errors.ts";
import { maxSlowPatternText } from "../limits.ts";

/** Half-open range of characters (code points). */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Finds what a pattern means, left to right, without overlap. */
export type TextMatcher = (text: AlignedText) => readonly Range[];

/** Every occurrence of a text that is taken literally. */
export function literalMatcher(literal: string): TextMatcher {
  const wanted = Array.from(literal);
  return (text) => {
    const found: Range[] = [];
    let from = 0;
    while (wanted.length > 0 && from + wanted.length <= text.chars.length) {
      const here = from;
      if (wanted.every((char, index) => text.chars[here + index] === char)) {
        found.push({ from, to: from + wanted.length });
        from += wanted.length;
      } else {
        from += 1;
      }
    }
    return found;
  };
}

/** Every run of one character of a kind, one range each. */
export function charMatcher(matches: (char: string) => boolean): TextMatcher {
  return (text) =>
    text.chars.flatMap((char, from) => (matches(char) ? [{ from, to: from + 1 }] : []));
}

/** Every match of a regular expression with the flags `g` and `u`. */
export function expressionMatcher(expression: RegExp, speed: "linear" | "slow"): TextMatcher {
  return (text) => {
    if (speed === "slow" && text.chars.length > maxSlowPatternText) {
      throw new FormatError(
        "limit-exceeded",
        `The text has ${text.chars.length} characters; under the pattern ${shownPattern(expression.source)} ` +
          `of this tokenizer, whose time can grow with the square of the text, ${maxSlowPatternText} are allowed.`,
      );
    }
    const plain = plainText(text);
    const toChar = charIndexOf(text);
    return Array.from(plain.matchAll(expression), (match) => ({
      from: toChar(match.index),
      to: toChar(match.index + match[0].length),
    }));
  };
}

export function shownPattern(pattern: string): string {
  return pattern.length <= 80 ? `"${pattern}"` : `"${pattern.slice(0, 80)}…"`;
}
