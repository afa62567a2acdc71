import { FormatError } from "../../errors.ts";
import type { FieldReader } from "../fieldReader.ts";
import { maxPatternLength } from "../limits.ts";
import { judgePattern } from "./judgePattern.ts";
import { knownPatterns } from "./knownPatterns.ts";
import {
  expressionMatcher,
  literalMatcher,
  shownPattern,
  type TextMatcher,
} from "./textMatcher.ts";
import { toExpression } from "./toExpression.ts";

/**
 * The pattern of a `Split` or `Replace`: `{String: …}`, `{Regex: …}` or a bare text, which older files have.
 * @throws FormatError `unsupported` for an expression that could run for ever, or that JavaScript does not have.
 */
export function readPattern(owner: FieldReader, name: string): TextMatcher {
  const value = owner.raw(name);
  if (typeof value === "string") return literalMatcher(value);
  const pattern = owner.object(name);
  const literal = pattern.optionalString("String");
  return literal === undefined ? compilePattern(pattern.string("Regex")) : literalMatcher(literal);
}

/** @param pattern In Oniguruma's syntax, as Hugging Face's tokenizers read it. */
export function compilePattern(pattern: string): TextMatcher {
  if (pattern.length > maxPatternLength) {
    throw new FormatError(
      "limit-exceeded",
      `The pattern ${shownPattern(pattern)} has ${pattern.length} characters; ${maxPatternLength} are allowed.`,
    );
  }
  // Judged before it is compiled: JavaScript cannot interrupt an expression that has begun.
  const speed = knownPatterns.has(pattern) ? "linear" : judgePattern(pattern);
  return expressionMatcher(toExpression(pattern), speed);
}
