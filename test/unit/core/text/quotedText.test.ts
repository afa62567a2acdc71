import { expect, it } from "vitest";
import { quotedText } from "../../../../src/core/text/quotedText.ts";

it.each([
  ["plain", "“plain”"],
  ["a\nb\tc\u0000", "“abc”"],
  ["\u202eabc\u2028\u200b", "“abc”"],
  ["x".repeat(64), `“${"x".repeat(64)}”`],
  ["x".repeat(65), `“${"x".repeat(64)}…”`],
  ["😀".repeat(70), `“${"😀".repeat(64)}…”`],
  ["\u0000".repeat(500) + "tail", "“…”"],
  ["<b>[x](command:y)</b>", "“<b>[x](command:y)</b>”"],
])("%j", (text, shown) => {
  expect(quotedText(text)).toBe(shown);
});
