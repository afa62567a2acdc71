import { describe, expect, it } from "vitest";
import {
  decayAt,
  firstNegativeDistance,
} from "../../../src/core/positions/indicators/distanceDecay.ts";
import { indicatorsOf } from "../../../src/core/positions/indicators/indicatorsOf.ts";
import { ropeInverseFrequencies } from "../../../src/core/positions/scaling/inverseFrequencies.ts";
import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import { decayCurve } from "../../../webview/app/extrapolation/decayCurve.ts";
import {
  indicatorCells,
  unseenContent,
} from "../../../webview/app/extrapolation/extrapolationCharts.ts";
import { evenlyOnLog, lengthCurves } from "../../../webview/app/extrapolation/lengthCurves.ts";
import { retrievalContent } from "../../../webview/app/extrapolation/retrievalCurve.ts";
import { ropeSpec, specOf } from "./specs.ts";

const llama = ropeSpec({ trained: 4096, rotaryDim: 128 });
const t5: PositionScheme = { kind: "t5", buckets: 32, maxDistance: 128, direction: "causal" };

describe("lengthCurves", () => {
  it("holds the indicators of the core at the lengths that are marked", () => {
    const { lengths, unseen, dilution } = lengthCurves(llama, 16_384);
    const at = lengths.indexOf(16_384);
    const indicators = new Map(indicatorsOf(llama, 16_384).map((one) => [one.id, one]));
    const [open, phase] = unseen;
    expect((open?.values[at] ?? 0) * 64).toBe(indicators.get("open-pairs")?.atRequested);
    expect(phase?.values[at]).toBeCloseTo(
      indicators.get("unseen-phase-total")?.atRequested ?? NaN,
      12,
    );
    expect(dilution?.values[at]).toBe(indicators.get("entropy-dilution")?.atRequested);
  });

  it("shows nothing new up to the trained length, and more beyond it", () => {
    const { lengths, unseen } = lengthCurves(llama, 8192);
    const values = unseen[1]?.values ?? [];
    lengths.forEach((length, index) => {
      if (length <= 4096) expect(values[index]).toBe(0);
      else expect(values[index]).toBeGreaterThan(values[index - 1] ?? 1);
    });
  });

  it("follows the buckets of T5, and leaves out what no length moves", () => {
    const { unseen } = lengthCurves(specOf(t5, 512), 4096);
    expect(unseen.map(({ id }) => id)).toEqual(["bucket-saturation"]);
    const alibi = { kind: "alibi", builder: "bloom", maxBias: 8, direction: "causal" } as const;
    expect(lengthCurves(specOf(alibi, 512), 4096).unseen).toEqual([]);
  });

  it("predicts nothing that needs a trained length where there is none", () => {
    const curves = lengthCurves(ropeSpec({ trained: undefined, rotaryDim: 64 }), 4096);
    expect(curves.unseen).toEqual([]);
    expect(curves.dilution).toBeUndefined();
  });

  it("survives a scaling without numbers, a length of one and the longest request", () => {
    const broken = ropeSpec({
      trained: 128,
      rotaryDim: 64,
      scaling: { type: "unknown", name: "x" },
    });
    expect(lengthCurves(broken, 256).unseen[0]?.values.every((value) => value === undefined)).toBe(
      true,
    );
    for (const requested of [1, 20_000_000]) {
      const { lengths, unseen } = lengthCurves(llama, requested);
      expect(lengths).toContain(requested);
      expect(JSON.stringify(unseen)).not.toContain("null");
    }
  });

  it("names the kind of its evidence and every formula under the picture", () => {
    const content = unseenContent(llama, 8192, lengthCurves(llama, 8192));
    expect(content?.note).toMatch(/^Predicted · .*#\{k : unseen_k > 0\}.*2310\.05209/);
    expect(content?.chart.markers.map(({ name }) => name)).toEqual([
      "trained and declared 4,096",
      "requested 8,192",
    ]);
  });
});

describe("decayCurve", () => {
  it("is B_D over the pairs, and first below zero where the core says", () => {
    const { inverseFrequencies } = ropeInverseFrequencies(llama.scheme as never, 4096);
    const first = firstNegativeDistance(inverseFrequencies, 131_072) ?? 0;
    expect(decayAt(inverseFrequencies, first)).toBeLessThan(0);
    expect(decayAt(inverseFrequencies, first - 1)).toBeGreaterThanOrEqual(0);
    const curve = decayCurve(llama.scheme, first - 1);
    expect(curve?.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(curve?.distances[0]).toBe(1);
  });

  it("is nothing for what does not turn", () => {
    expect(decayCurve(t5, 4096)).toBeUndefined();
  });
});

describe("retrievalContent", () => {
  it("labels what is simulated and what is predicted, and both tell the same story", () => {
    const content = retrievalContent(llama, 8192);
    expect(content?.note).toMatch(/^Simulated .*4,096 others, d = 128, seed 1/);
    const [simulated, predicted] = content?.chart.curves ?? [];
    expect(simulated?.name).toBe("simulated");
    const [first = NaN, ...rest] = simulated?.values ?? [];
    expect(Math.abs(first / (predicted?.values[0] ?? NaN) - 1)).toBeLessThan(0.2);
    expect(rest.every((value) => (value ?? NaN) > 0 && (value ?? NaN) < first)).toBe(true);
  });

  it("is nothing for what does not turn, and finite for the longest request", () => {
    expect(retrievalContent(specOf(t5, 512), 4096)).toBeUndefined();
    const values = retrievalContent(llama, 20_000_000)?.chart.curves.flatMap((one) => one.values);
    expect(values?.every(Number.isFinite)).toBe(true);
  });
});

describe("indicatorCells", () => {
  it("says none where an indicator has no value", () => {
    const first = indicatorsOf(llama, 4096).find(({ id }) => id === "first-risk-position");
    expect(first).toBeDefined();
    if (first !== undefined) expect(indicatorCells(first)[2]).toBe("none");
  });
});

describe("evenlyOnLog", () => {
  it("is ascending, whole and without doubles", () => {
    const lengths = evenlyOnLog(1, 1000, 50, [500, 500, 7]);
    expect(lengths).toEqual([...new Set(lengths)].toSorted((a, b) => a - b));
    expect(lengths.every(Number.isInteger)).toBe(true);
    expect(lengths).toContain(500);
  });
});
