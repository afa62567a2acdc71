import { type AlignedText, mapChars } from "../alignedText.ts";
import { FormatError } from "../../errors.ts";
import { expressionMatcher, type TextMatcher } from "../patterns/textMatcher.ts";
import { splitText } from "../stages/splitText.ts";
import type { PreTokenizer } from "../stages/stage.ts";
import { type GgufPreTokenizer, ggufPreTokenizer } from "./ggufPreTokenizers.ts";

/**
 * The pre-tokeniser of a GGUF file by its name; a file without a name has llama.cpp's default.
 * @throws FormatError `unsupported` for a name that is not known, for any other would give other tokens.
 */
export function requirePreTokenizer(name: string | undefined): GgufPreTokenizer {
  const found = ggufPreTokenizer(name === undefined || name === "" ? "default" : name);
  if (found !== undefined) return found;
  throw new FormatError(
    "unsupported",
    `tokenizer.ggml.pre is "${(name ?? "").slice(0, 60)}", a pre-tokeniser that Poslens does not have`,
  );
}

/** Cuts a text into the parts in which bytes are merged. */
export function toWordSplitter({ expressions, time }: GgufPreTokenizer): PreTokenizer {
  // These expressions are ours: what a file says is only which of them are used.
  const speed = time === "square" ? "slow" : "linear";
  const matchers = expressions.map((source) => {
    const matcher = expressionMatcher(new RegExp(withUnicodeSpaces(source), "gu"), speed);
    return source.includes(String.raw`\p{`) ? matcher : onPlainSpaces(matcher);
  });
  return (text) =>
    matchers.reduce<readonly AlignedText[]>(
      (parts, matcher) => parts.flatMap((part) => splitText(part, matcher, "Isolated")),
      [text],
    );
}

/** Without a category in the expression, llama.cpp shows it all white space beyond ASCII as vertical tabs. */
function onPlainSpaces(matcher: TextMatcher): TextMatcher {
  return (text) => {
    const isSpace = (char: string): boolean => char > "\u007f" && /\p{White_Space}/u.test(char);
    if (!text.chars.some(isSpace)) return matcher(text);
    return matcher(mapChars(text, (char) => (isSpace(char) ? "\v" : char)));
  };
}

/** JavaScript's `\s` takes U+FEFF and leaves U+0085; Unicode's white space is the other way round. */
function withUnicodeSpaces(source: string): string {
  return source
    .replaceAll(String.raw`\s`, String.raw`\p{White_Space}`)
    .replaceAll(String.raw`\S`, String.raw`\P{White_Space}`);
}
