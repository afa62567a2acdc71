import { describe, expect, it } from "vitest";

import { alignedText } from "../../../src/core/tokenizers/alignedText.ts";
import { compilePattern } from "../../../src/core/tokenizers/patterns/compilePattern.ts";
import { judgePattern } from "../../../src/core/tokenizers/patterns/judgePattern.ts";
import { knownPatterns } from "../../../src/core/tokenizers/patterns/knownPatterns.ts";
import { parsePattern } from "../../../src/core/tokenizers/patterns/parsePattern.ts";

it.each([
  " ",
  "\\d",
  "[0-9][0-9][0-9]",
  "\\w+|[^\\w\\s]+",
  "(?:\\p{N}{3})*",
  "[一-龥぀-ゟ゠-ヿ]+",
  " ?[^(\\s|[.,!?…。，、।۔،])]+",
  "\\s?[!-/:-~！-／：-～‘-‟　-。]+",
])("%j is linear", (pattern) => {
  expect(judgePattern(pattern)).toBe("linear");
});

it.each([
  "\\s+$",
  "\\d+(?=x)",
  " +(?!\\S)| +",
  "<\\|[^|]*\\|>",
  "(?:.|\\n)*x",
  "\\p{N}{1,3}(?=(?:\\p{N}{3})*(?:\\P{N}|$))",
  "[\\p{Han}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lo}\\p{M}&&[^\\p{Han}]]*[\\p{Ll}\\p{Lo}\\p{M}&&[^\\p{Han}]]+(?i:'s|'t)?",
])("%j may be slow", (pattern) => {
  expect(judgePattern(pattern)).toBe("slow");
});

it.each([
  "(a+)+$",
  "(a*)*b",
  "(a|a)*b",
  "(a|ab)*c",
  "(?:aa?)*b",
  "(x+x+)+y",
  "(?i:a|A)*b",
  "([a-zA-Z]+)*$",
  "(.*?,){11}P",
  "^(?:\\w+\\s?)*$",
  "(?=(\\d+)+x)",
  "(?:(?:a{1,7}){1,7}){1,7}b",
  "a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaa",
  "\\s*\\s*\\s*x",
  ".*.*=.*",
  "a{0,50}a{0,50}a{0,50}b",
  "(?:a*)?(?:a*)?(?:a*)?b",
  "(?:|a)*b",
])("%j is refused for its time", (pattern) => {
  expect(() => judgePattern(pattern)).toThrow(/is not run: .* JavaScript cannot interrupt it/);
});

it.each([
  "(unclosed",
  "unopened)",
  "[unclosed",
  "(a)\\1",
  "*a",
  "a\\",
  "(?x:a)",
  "(?P<name>a)",
  "(?(1)a)",
  "a{}",
  "(".repeat(40) + ")".repeat(40),
])("%j is refused as it cannot be judged", (pattern) => {
  expect(() => parsePattern(pattern)).toThrow(/cannot be judged/);
});

it("refuses a pattern that is longer than any published one", () => {
  expect(() => compilePattern("a".repeat(10_000))).toThrow(/10000 characters; 8192 are allowed/);
});

it("refuses a long text under a pattern that may be slow", () => {
  const matcher = compilePattern("\\s+$");
  expect(matcher(alignedText("a  "))).toEqual([{ from: 1, to: 3 }]);
  expect(() => matcher(alignedText(" ".repeat(20_001)))).toThrow(/20001 characters/);
});

describe("known patterns take time with the length of the text", () => {
  const runs = [
    " ",
    "\n",
    " \n",
    "\t",
    "a",
    "A",
    "aA",
    "A\u0301",
    "1",
    "!",
    "!\n",
    "'",
    "'s",
    "漢",

    "/",
    "ʰ",
  ];

  it.each([...knownPatterns])("%s", (pattern) => {
    const matcher = compilePattern(pattern);
    for (const run of runs) {
      for (const end of ["x", "\u0000"]) {
        const text = alignedText(run.repeat(Math.floor(80_000 / run.length)) + end);
        const began = performance.now();
        const ranges = matcher(text);
        // The square of the length would be ten seconds and more.
        expect(performance.now() - began, JSON.stringify(run + end)).toBeLessThan(3_000);
        expect(ranges.every(({ from, to }) => from < to && to <= text.chars.length)).toBe(true);
      }
    }
  });
});
