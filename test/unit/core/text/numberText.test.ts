import { expect, it } from "vitest";
import { numberText } from "../../../../src/core/text/numberText.ts";

it.each([
  [0, "0"],
  [128, "128"],
  [1000, "1,000"],
  [-131072, "-131,072"],
  [999_999_999_999_999, "999,999,999,999,999"],
  [2 ** 62, "4.612e+18"],
  [0.56234, "0.5623"],
  [1.5, "1.5"],
  [54410.2, "54,410"],
  [1e-7, "1.00e-7"],
  [NaN, "NaN"],
  [Infinity, "Infinity"],
])("writes %d as people read it", (value, text) => {
  expect(numberText(value)).toBe(text);
});
