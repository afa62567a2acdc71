import { describe, expect, it } from "vitest";
import { FormatError, type FormatErrorCode } from "../../../../src/core/errors.ts";
import type { RopeScheme } from "../../../../src/core/positions/positionScheme.ts";
import { ropeInverseFrequencies } from "../../../../src/core/positions/scaling/inverseFrequencies.ts";
import type { RopeScaling } from "../../../../src/core/positions/scaling/ropeScaling.ts";
import { demoRope, demoYarn, ropeCases } from "./ropeFixture.ts";

function largestRelativeError(found: Float64Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(
    ...expected.map((value, k) => Math.abs((found[k] ?? NaN) - value) / Math.abs(value)),
  );
}

function codeOf(action: () => unknown): FormatErrorCode | "no error" {
  try {
    action();
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
  return "no error";
}

describe("inverse frequencies against transformers", () => {
  const cases = ropeCases();

  it.each(cases.map((entry) => [entry.id, entry] as const))("%s", (_id, entry) => {
    const scheme: RopeScheme = { kind: "rope", layout: "half", ...entry.scheme };
    const { inverseFrequencies, attentionFactor } = ropeInverseFrequencies(
      scheme,
      entry.sequenceLength,
    );
    expect(largestRelativeError(inverseFrequencies, entry.float64)).toBeLessThan(1e-12);
    expect(largestRelativeError(inverseFrequencies, entry.float32)).toBeLessThan(3e-6);
    expect(Math.abs(attentionFactor / entry.attentionFactor - 1)).toBeLessThan(1e-12);
  });

  it("covers every scaling that is computed", () => {
    const types = new Set(cases.map((entry) => entry.scheme.scaling.type));
    expect([...types].sort()).toEqual([
      "default",
      "dynamic",
      "linear",
      "llama3",
      "longrope",
      "yarn",
    ]);
  });
});

describe("numbers without a rotation", () => {
  const llama3 = { factor: 8, originalLength: 8192, lowFreqFactor: 1, highFreqFactor: 4 };
  const list = Array.from({ length: 16 }, () => 1);
  const longrope = {
    type: "longrope",
    factor: 4,
    originalLength: 128,
    attentionFactor: undefined,
    shortFactor: list,
    longFactor: list,
  } as const;
  const refused: readonly (readonly [string, RopeScheme, FormatErrorCode])[] = [
    ["base 0", demoRope(undefined, { base: 0 }), "bad-value"],
    ["base below 0", demoRope(undefined, { base: -10_000 }), "bad-value"],
    ["base NaN", demoRope(undefined, { base: NaN }), "bad-value"],
    ["base infinite", demoRope(undefined, { base: Infinity }), "bad-value"],
    ["no dimensions", demoRope(undefined, { rotaryDim: 0 }), "bad-value"],
    ["half a dimension", demoRope(undefined, { rotaryDim: 2.5 }), "bad-value"],
    ["2^62 dimensions", demoRope(undefined, { rotaryDim: 2 ** 62 }), "limit-exceeded"],
    ["linear 0", demoRope({ type: "linear", factor: 0 }), "bad-value"],
    ["linear NaN", demoRope({ type: "linear", factor: NaN }), "bad-value"],
    ["linear too small", demoRope({ type: "linear", factor: 5e-324 }), "bad-value"],
    ["dynamic 0", demoRope({ type: "dynamic", factor: 0 }), "bad-value"],
    ["dynamic -9", demoRope({ type: "dynamic", factor: -9 }), "bad-value"],
    [
      "dynamic without a limit",
      demoRope({ type: "dynamic", factor: 2 }, { maxPositions: undefined }),
      "bad-value",
    ],
    [
      "dynamic, 2 dimensions",
      demoRope({ type: "dynamic", factor: 2 }, { rotaryDim: 2 }),
      "bad-value",
    ],
    ["yarn 0", demoRope({ ...demoYarn, factor: 0 } as RopeScaling), "bad-value"],
    ["yarn length 0", demoRope({ ...demoYarn, originalLength: 0 } as RopeScaling), "bad-value"],
    ["yarn beta NaN", demoRope({ ...demoYarn, attentionFactor: NaN } as RopeScaling), "bad-value"],
    ["yarn negative beta", demoRope({ ...demoYarn, betaFast: -1 } as RopeScaling), "bad-value"],
    ["yarn base 1", demoRope(demoYarn, { base: 1 }), "bad-value"],
    ["yarn odd", demoRope(demoYarn, { rotaryDim: 27 }), "bad-value"],
    ["llama3 0", demoRope({ type: "llama3", ...llama3, factor: 0 }), "bad-value"],
    ["llama3 length -1", demoRope({ type: "llama3", ...llama3, originalLength: -1 }), "bad-value"],
    ["llama3 NaN", demoRope({ type: "llama3", ...llama3, lowFreqFactor: NaN }), "bad-value"],
    ["longrope short list", demoRope({ ...longrope, longFactor: [1] }), "bad-shape"],
    ["longrope zeros", demoRope({ ...longrope, longFactor: list.map(() => 0) }), "bad-value"],
    ["longrope length 1", demoRope({ ...longrope, originalLength: 1 }), "bad-value"],
    ["proportional 0", demoRope({ type: "proportional", fraction: 0.5, factor: 0 }), "bad-value"],
    ["proportional 2", demoRope({ type: "proportional", fraction: 2, factor: 1 }), "bad-value"],
    ["unknown", demoRope({ type: "unknown", name: "fope" }), "unsupported"],
  ];

  it.each(refused)("%s is refused by name", (_name, scheme, code) => {
    expect(codeOf(() => ropeInverseFrequencies(scheme, 512))).toBe(code);
  });

  it("refuses a length that is none", () => {
    for (const length of [NaN, Infinity, -1]) {
      expect(codeOf(() => ropeInverseFrequencies(demoRope(), length))).toBe("bad-value");
    }
  });

  it("never gives NaN, whatever the numbers", () => {
    const values = [0, -1, 1e-308, 0.5, 1, 32, 1e308, NaN, Infinity];
    for (const factor of values) {
      for (const originalLength of values) {
        for (const base of values) {
          const scheme = demoRope(
            {
              ...demoYarn,
              factor,
              originalLength,
              betaFast: factor,
              betaSlow: base,
            } as RopeScaling,
            { base },
          );
          let result: Float64Array = new Float64Array(0);
          const code = codeOf(
            () => (result = ropeInverseFrequencies(scheme, 512).inverseFrequencies),
          );
          expect(code === "no error" ? result.every(Number.isFinite) : code).toSatisfy(
            (outcome: unknown) => outcome === true || outcome === "bad-value",
          );
        }
      }
    }
  });
});
