import { describe, expect, it } from "vitest";
import {
  readParameters,
  type SchemeParameter,
} from "../../../../src/core/positions/schemeParameter.ts";

const parameters: readonly SchemeParameter[] = [
  { name: "dim", type: "integer", min: 1, max: 4096, default: 64, means: "Width." },
  { name: "theta", type: "number", min: 0.5, means: "Base." },
  {
    name: "layout",
    type: "choice",
    choices: ["half", "interleaved"],
    default: "half",
    means: "Pairs.",
  },
  { name: "sections", type: "numbers", default: [1, 2], min: 0, means: "Sections." },
];

function read(given: Readonly<Record<string, unknown>>) {
  return readParameters(parameters, new Map(Object.entries(given)));
}

describe("parameters of a bare scheme", () => {
  it("come as text or as values, the others by their defaults", () => {
    const { values, problems } = read({ theta: "10000", sections: "16,24, 24", dim: 8 });
    expect(problems).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({
      dim: 8,
      theta: 10000,
      layout: "half",
      sections: [16, 24, 24],
    });
  });

  it.each([
    [{ theta: "abc" }, "theta", 'theta is "abc", a number from 0.5 is allowed'],
    [{ theta: "" }, "theta", 'theta is "", a number from 0.5 is allowed'],
    [{ theta: NaN }, "theta", "theta is NaN, a number from 0.5 is allowed"],
    [{ theta: Infinity }, "theta", "theta is Infinity, a number from 0.5 is allowed"],
    [{ theta: 0 }, "theta", "theta is 0, a number from 0.5 is allowed"],
    [{ theta: 1, dim: 2.5 }, "dim", "dim is 2.5, a whole number from 1 to 4096 is allowed"],
    [{ theta: 1, dim: 5000 }, "dim", "dim is 5000, a whole number from 1 to 4096 is allowed"],
    [{ theta: 1, layout: "x" }, "layout", 'layout is "x", one of half, interleaved is allowed'],
    [
      { theta: 1, sections: "1,-2" },
      "sections",
      'sections is "1,-2", numbers with commas from 0 are allowed',
    ],
    [{}, "theta", "theta must be given: a number from 0.5 is allowed"],
    [
      { theta: 1, tetha: 2 },
      "tetha",
      "tetha is no parameter here; there are: dim, theta, layout, sections",
    ],
  ])("%j is a problem that names key, value and what is allowed", (given, key, message) => {
    const { values, problems } = read(given);
    expect(problems).toEqual([expect.objectContaining({ key, message, severity: "error" })]);
    expect(values.has(key)).toBe(false);
  });

  it("never look up a prototype", () => {
    expect(read({ theta: 1, constructor: 1 }).problems).toHaveLength(1);
  });
});
