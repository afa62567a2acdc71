import { SplitPreTokenizer } from "@huggingface/tokenizers";

import { FormatError } from "../../errors.ts";
import { shownPattern } from "./textMatcher.ts";

/**
 * An expression with the flags `g` and `u`. The library knows the differences between Oniguruma and JavaScript; its splitter shows what it compiled.
 * @throws FormatError `unsupported`
 */
export function toExpression(pattern: string): RegExp {
  let expression: RegExp | null;
  try {
    expression = new SplitPreTokenizer({
      type: "Split",
      pattern: { Regex: pattern },
      behavior: "Isolated",
      invert: false,
    }).pattern;
  } catch (cause) {
    throw unusable(pattern, cause);
  }
  if (expression === null) throw unusable(pattern, undefined);
  return expression;
}

function unusable(pattern: string, cause: unknown): FormatError {
  const reason = cause instanceof Error ? ` (${cause.message.slice(0, 160)})` : "";
  return new FormatError(
    "unsupported",
    `The pattern ${shownPattern(pattern)} is not one that can be used here${reason}.`,
    { cause },
  );
}
