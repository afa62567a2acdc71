import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  encodingRows,
  findEncodings,
  type RecognisedEncoding,
} from "../../../../../src/core/documents/python/findEncodings.ts";
import { sinusoidalRow } from "../../../../../src/core/positions/absolute/sinusoidal.ts";
import type { SinusoidalScheme } from "../../../../../src/core/positions/absolute/absoluteSchemes.ts";

const fixtures = new URL("../../../../fixtures/python/", import.meta.url);

function files(folder: string): (readonly [string, string])[] {
  const at = new URL(`${folder}/`, fixtures);
  return readdirSync(at).map((name) => [name, readFileSync(new URL(name, at), "utf8")] as const);
}

function only(text: string): RecognisedEncoding {
  const [encoding, ...others] = findEncodings(text);
  if (encoding === undefined) throw new Error("nothing was recognised");
  expect(others).toEqual([]);
  return encoding;
}

/** The first line of a fixture says what its formula is. */
function header(text: string): string[] {
  return (text.split("\n")[0] ?? "").slice(2).split(" ");
}

describe("right formulas", () => {
  it.each(files("right"))("%s", (_, text) => {
    const [form, layout, base] = header(text);
    const encoding = only(text);
    expect([encoding.form, encoding.layout, encoding.base]).toEqual([form, layout, Number(base)]);
    expect(text.slice(encoding.span.offset, encoding.span.offset + encoding.span.length)).toBe(
      encoding.name,
    );
    const rows = encodingRows(encoding, 40, 64);
    const scheme = {
      kind: "sinusoidal",
      width: 64,
      layout: layout as SinusoidalScheme["layout"],
      spacing: form as SinusoidalScheme["spacing"],
      base: Number(base),
      firstRow: 0,
      zeroRow: null,
    } as const;
    for (let position = 0; position < 40; position++) {
      const expected = sinusoidalRow(scheme, position);
      for (let column = 0; column < 64; column++) {
        expect(rows.values[position * 64 + column]).toBeCloseTo(expected[column] ?? NaN, 12);
      }
    }
  });
});

describe("wrong formulas", () => {
  it.each(files("wrong"))("%s", (_, text) => {
    const [form, layout] = header(text);
    const encoding = only(text);
    expect([encoding.form, encoding.layout]).toEqual([form, layout]);
  });
});

describe("what is left alone", () => {
  it.each(files("left-alone"))("%s", (_, text) => {
    expect(findEncodings(text)).toEqual([]);
  });
});
