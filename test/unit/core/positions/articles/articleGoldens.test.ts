import { describe, expect, it } from "vitest";
import { contentWeightedRows } from "../../../../../src/core/positions/articles/contentWeighted.ts";
import {
  bareKind,
  positionalVectors,
  scoreBias,
} from "../../../../../src/core/positions/registry.ts";
import { readParameters } from "../../../../../src/core/positions/schemeParameter.ts";
import type { PositionScheme } from "../../../../../src/core/positions/positionScheme.ts";
import { largestDifference, positionCases } from "../positionCases.ts";

function made(name: string, given: Readonly<Record<string, unknown>>): PositionScheme {
  const bare = bareKind(name)?.bare;
  if (bare === undefined) throw new Error(`no scheme ${name}`);
  const { values, problems } = readParameters(bare.parameters, new Map(Object.entries(given)));
  expect(problems).toEqual([]);
  return bare.create(values);
}

describe("schemes of articles, by their names", () => {
  it.each(positionCases("other", "scalar_absolute").map((c) => [c.id, c] as const))(
    "%s",
    (_, golden) => {
      const width = Number(golden["d_model"]);
      const positions = golden["positions"] as number[];
      const scheme = made("scalarAbsolute", { d_model: width });
      const [part] = positionalVectors(scheme, positions, positions.length)?.parts ?? [];
      const expected = (golden["values"] as number[]).flatMap((value) =>
        new Array<number>(width).fill(value),
      );
      expect(largestDifference(part?.values ?? [], expected)).toBeLessThan(1e-7);
    },
  );

  it.each(positionCases("other", "scale_based").map((c) => [c.id, c] as const))(
    "%s",
    (_, golden) => {
      const length = Number(golden["T"]);
      const rows = golden["rows"] as number[];
      const scheme = made("scaleBased", { d_model: golden["dim"], clamp: golden["clamp"] ?? 0 });
      const keys = Array.from({ length }, (_, i) => i);
      const request = { heads: 1, queries: rows, keys, learned: new Map<string, Float32Array>() };
      const bias = scoreBias(scheme, request);
      expect(
        largestDifference(bias?.values ?? [], (golden["PE"] as number[][]).flat()),
      ).toBeLessThan(1e-7);
      const diagonal = golden["PE_diagonal"] as number[];
      const [part] = positionalVectors(scheme, keys, length)?.parts ?? [];
      const first = keys.map((row) => part?.values[row * part.width] ?? NaN);
      expect(largestDifference(first, diagonal)).toBeLessThan(1e-7);
    },
  );

  it.each(positionCases("other", "content_weighted").map((c) => [c.id, c] as const))(
    "%s",
    (_, golden) => {
      const found = contentWeightedRows({
        v: golden["v"] as number[][],
        w: golden["W"] as number[][],
        b: golden["b"] as number[],
        alpha: golden["alpha"] as number[],
      });
      const expected = (golden["rpe"] as number[][]).flat();
      expect(
        largestDifference(
          found.flatMap((row) => [...row]),
          expected,
        ),
      ).toBeLessThan(1e-12);
    },
  );
});

describe("RoPE by its parameters", () => {
  it("asks for what a scaling needs", () => {
    expect(() => made("rope", { rope_type: "linear" })).toThrow(
      "factor is not given, linear needs a number above 0",
    );
    expect(() => made("rope", { rotary_dim: 7 })).toThrow("rotary_dim is 7, even is allowed");
  });

  it("turns by position over base", () => {
    const scheme = made("rope", { rotary_dim: 4, rope_theta: 100 });
    const [cos, sin] = positionalVectors(scheme, [3], 4)?.parts ?? [];
    expect(largestDifference(cos?.values ?? [], [Math.cos(3), Math.cos(0.3)])).toBeLessThan(1e-7);
    expect(largestDifference(sin?.values ?? [], [Math.sin(3), Math.sin(0.3)])).toBeLessThan(1e-7);
  });
});
