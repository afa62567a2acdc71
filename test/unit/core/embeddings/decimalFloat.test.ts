import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decimalFloat } from "../../../../src/core/embeddings/decimalFloat.ts";

const path = new URL("../../../fixtures/formats/static/decimals.json", import.meta.url).pathname;
/** Decimals on, just above and just below the middle between two floats, with the bits that C's strtof gives. */
const cases = JSON.parse(readFileSync(path, "utf8")) as readonly (readonly [string, number])[];

describe("the float32 nearest to a decimal", () => {
  it("is that of C's strtof, which fround of the double is not", () => {
    let different = 0;
    for (const [text, bits] of cases) {
      expect(bitsOf(parse(text)!), text).toBe(bits);
      if (bitsOf(Number(text)) !== bits) different++;
    }
    expect(different).toBeGreaterThan(20);
  });

  it.each([
    ["nan", NaN],
    ["-NaN", NaN],
    ["-nan(ind)", NaN],
    ["inf", Infinity],
    ["-Infinity", -Infinity],
    ["1e999", Infinity],
    ["-1e-999", -0],
    ["0e99999999", 0],
    ["5.", 5],
    ["+.5", 0.5],
    ["1E2", 100],
  ])("reads %s", (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each(["", ".", "-", "1e", "e5", "0x10", "1_000", "1.5.2", "--1", "1 2", "½", "infinit"])(
    "takes %j for no number",
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );
});

function parse(text: string): number | undefined {
  // Bytes around it must not matter.
  const bytes = new TextEncoder().encode(`9${text}9`);
  return decimalFloat(bytes, 1, bytes.length - 1);
}

function bitsOf(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]!;
}
