import { describe, expect, it } from "vitest";
import { diagonalSpread } from "../../../../../src/core/positions/quality/diagonalSpread.ts";
import { distanceTests } from "../../../../../src/core/positions/quality/distanceTests.ts";
import { effectiveRank } from "../../../../../src/core/positions/quality/effectiveRank.ts";
import { linearShiftResidual } from "../../../../../src/core/positions/quality/linearShift.ts";
import { qualityReport } from "../../../../../src/core/positions/quality/qualityReport.ts";
import { similarityTests } from "../../../../../src/core/positions/quality/similarityTests.ts";
import type { VectorRows } from "../../../../../src/core/positions/quality/vectorRows.ts";
import { scaleBasedDistance } from "../../../../../src/core/positions/scaleBased.ts";

const count = 512;
const d = 64;

function rows(width: number, value: (position: number, column: number) => number): VectorRows {
  const values = Float64Array.from({ length: count * width }, (_, i) =>
    value(Math.floor(i / width), i % width),
  );
  return { count, width, values };
}

/** Sine and cosine in turn of an angle per pair. */
function pairs(angle: (position: number, pair: number) => number): VectorRows {
  return rows(d, (p, c) => (c % 2 === 0 ? Math.sin : Math.cos)(angle(p, Math.floor(c / 2))));
}

const omega = (k: number): number => 10000 ** ((-2 * k) / d);
const circle = (p: number): number => (2 * Math.PI * p) / d;

/** Encodings of knowledge/extrapolation.md, section 4, N = 512 and d = 64. */
const encodings = {
  sinusoidal: pairs((p, k) => p * omega(k)),
  "exponent lost": pairs((p, k) => p / (10000 * 2 * (k + 1))),
  "pos·2k/10000": pairs((p, k) => (p * 2 * (k + 1)) / 10000),
  "no /d": pairs((p, k) => p * 10000 ** (-2 * k)),
  inverted: pairs((p, k) => p / omega(k)),
  summed: rows(d / 2, (p, k) => Math.sin(p * omega(k)) + Math.cos(p * omega(k))),
  "one scalar": rows(1, (p) => {
    let sum = 0;
    for (let k = 0; k < d / 2; k++) sum += Math.sin(p * omega(k)) + Math.cos(p * omega(k));
    return sum;
  }),
  "only sin": rows(d / 2, (p, k) => Math.sin(p * omega(k))),
  "own index": rows(d, (p, i) => (i % 2 === 0 ? Math.sin : Math.cos)(p * 10000 ** ((-2 * i) / d))),
  "scalar absolute": rows(d, (p) => Math.sin(circle(p)) + Math.cos(circle(p))),
  "2-vector": rows(2, (p, c) => (c === 0 ? Math.sin : Math.cos)(circle(p))),
  integer: rows(1, (p) => p),
  "pos/N": rows(1, (p) => p / count),
  binary: rows(9, (p, bit) => (p >> bit) & 1),
} as const;

/**
 * The table's figures as printed; a missing one is not printed there or is rounding alone. Three were rounded there
 * twice, by way of four digits, and stand here with the four: .6265 as .627, .4855 as .486, .5785 as .579.
 */
const published: readonly (readonly [keyof typeof encodings, Readonly<Record<string, number>>])[] =
  [
    ["sinusoidal", { u: 0.26, coll: 0, cv: 0, er: 13.2, adj: 0.26, mono: 0.656, up: 5 }],
    ["exponent lost", { u: 1.1e-5, coll: 0, er: 1.0, adj: 1.1e-5 }],
    ["pos·2k/10000", { u: 3.8e-3, coll: 0, er: 1.84, adj: 3.8e-3 }],
    ["no /d", { u: 1.6e-3, coll: 0, er: 1.17, adj: 0.17 }],
    ["inverted", { u: 1.15, coll: 0, adj: 1.345 }],
    ["summed", { u: 0.096, tau: 0.134, cv: 0.035, rho: 0.222, er: 8.1, adj: 0.237 }],
    ["one scalar", { u: 3.9e-6, tau: 0.37, cv: 0.279, er: 1.0, adj: 0.068 }],
    ["only sin", { u: 0.127, tau: 0.445, cv: 0.108, rho: 0.282, er: 14.2, adj: 0.3 }],
    ["own index", { u: 0.083, tau: 0.065, cv: 0.023, rho: 0.168, er: 4.0, adj: 0.18 }],
    ["scalar absolute", { u: 0, coll: 3776, tau: 0.707, cv: 0.4855, er: 1.0, per: 64, adj: 0.088 }],
    ["2-vector", { u: 0, coll: 1792, cv: 0, er: 2, per: 64, adj: 0.098 }],
    ["integer", { u: 3.4e-3, coll: 0, tau: 0.6265, cv: 0.5785, er: 1, adj: 0.003 }],
    ["pos/N", { u: 3.4e-3, coll: 0, tau: 0.6265, cv: 0.5785, er: 1 }],
    ["binary", { u: 0.471, coll: 0, tau: 0.458, cv: 0.182, er: 5.0, adj: 0.633 }],
  ];

describe("the published table of encodings", () => {
  it.each(published)("%s", (name, expected) => {
    const vectors = encodings[name];
    const distances = distanceTests(vectors);
    const similarity = similarityTests(vectors);
    const found: Record<string, number> = {
      u: distances.smallest,
      coll: distances.collisions,
      tau: similarity.translation,
      cv: similarity.normSpread,
      rho: linearShiftResidual(vectors),
      er: effectiveRank(vectors),
      per: distances.period ?? NaN,
      adj: distances.neighbours,
      mono: similarity.monotone,
      // The table names the distance before the increase.
      up: (similarity.firstIncrease ?? NaN) - 1,
    };
    for (const [key, value] of Object.entries(expected)) {
      expect(found[key], key).toBeCloseTo(value, decimals(value));
    }
  });
});

/** Half of the last printed digit, as `toBeCloseTo` counts. */
function decimals(value: number): number {
  const [digits = "", exponent = "0"] = String(value).split("e");
  return (digits.split(".")[1] ?? "").length - Number(exponent);
}

describe("the quality report", () => {
  const failing = (name: keyof typeof encodings): readonly string[] =>
    qualityReport(encodings[name])
      .filter(({ verdict }) => verdict === "fail")
      .map(({ id }) => id);

  it("passes the formula of the Transformer and shows where those of tutorials fail", () => {
    expect(failing("sinusoidal")).toEqual([]);
    expect(failing("scalar absolute")).toEqual(
      expect.arrayContaining(["uniqueness", "period", "translation-invariance", "effective-rank"]),
    );
    expect(failing("exponent lost")).toEqual(
      expect.arrayContaining(["uniqueness", "uniqueness-bfloat16", "locality", "effective-rank"]),
    );
    expect(failing("inverted")).toEqual(["locality"]);
    expect(failing("summed")).toEqual(
      expect.arrayContaining(["translation-invariance", "linear-shift"]),
    );
    expect(failing("integer")).toContain("boundedness");
  });

  it("names the positions that collide", () => {
    const test = qualityReport(encodings["scalar absolute"]).find(({ id }) => id === "period");
    expect(test?.means).toBe("positions 64 apart have the same vector: 0 and 64, 1 and 65, …");
  });

  it("refuses NaN by its position", () => {
    const values = Float64Array.from({ length: 8 }, (_, i) => (i === 5 ? NaN : i));
    expect(() => qualityReport({ count: 4, width: 2, values })).toThrow(
      "the vector of position 2 has NaN in it",
    );
  });
});

describe("the scale-based distance of tutorials", () => {
  it.each([
    [8, 1.75],
    [64, 1.97],
    [512, 1.996],
  ])("changes along a diagonal of %i positions by %d", (n, spread) => {
    const parameters = { sequenceLength: n, dimensions: d, clamp: undefined };
    const found = diagonalSpread(n, (i, j) => scaleBasedDistance(i, j, parameters));
    expect(found.spread).toBeCloseTo(spread, 2);
    expect(found.offset).toBe(0);
  });
});
