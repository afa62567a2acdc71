import { describe, expect, it } from "vitest";
import { indicatorsOf } from "../../../src/core/positions/indicators/indicatorsOf.ts";
import {
  frequencyChart,
  frequencySummary,
  mostPairs,
  pairCells,
  shownPairs,
} from "../../../webview/app/frequencies/frequencyChart.ts";
import {
  type FrequencyReport,
  frequencyReport,
  pairsText,
} from "../../../webview/app/frequencies/frequencyReport.ts";
import { ropeSpec, specOf } from "./specs.ts";

const alibiScheme = {
  kind: "alibi",
  builder: "bloom",
  maxBias: 8,
  direction: "causal",
} as const;

describe("frequencyReport", () => {
  it("gives the wavelengths of LLaMA-2, and 18 pairs that never turn once in 4,096 tokens", () => {
    const report = reportOf(ropeSpec({ trained: 4096, rotaryDim: 128 }), 8192);
    // Table 2.3 of our notes, after LongRoPE2 and YaRN: λ of pairs 16, 45 and 63.
    expect(report.rows[16]?.wavelength).toBeCloseTo(62.83, 2);
    expect(report.rows[45]?.turnsTrained).toBeCloseTo(1.0039, 4);
    expect(report.rows[63]?.wavelength).toBeCloseTo(54410.1, 1);
    expect(report.atRisk).toEqual(Array.from({ length: 18 }, (_, index) => 46 + index));
  });

  it("says what the indicators of the core say", () => {
    const spec = ropeSpec({ trained: 4096, rotaryDim: 128 });
    const report = reportOf(spec, 8192);
    const indicators = new Map(indicatorsOf(spec, 8192).map((one) => [one.id, one]));
    expect(report.atRisk.length).toBe(indicators.get("open-pairs")?.atRequested);
    expect(report.firstRisk).toBe(indicators.get("first-risk-position")?.atRequested);
  });

  it("keeps the plain rotation beside the scaled one, and the attention factor of YaRN", () => {
    const spec = ropeSpec({
      trained: 4096,
      rotaryDim: 128,
      assumed: true,
      scaling: {
        type: "yarn",
        factor: 16,
        originalLength: 4096,
        attentionFactor: undefined,
        betaFast: 32,
        betaSlow: 1,
        mscale: undefined,
        mscaleAllDim: undefined,
        truncate: true,
      },
    });
    const report = reportOf(spec, 65_536);
    expect(report.attentionFactor).toBeCloseTo(1.27726, 5);
    expect((report.rows[46]?.wavelength ?? 0) / (report.rows[46]?.plain ?? 1)).toBeCloseTo(16, 9);
    expect(report.rows[20]?.wavelength).toBeCloseTo(report.rows[20]?.plain ?? 0, 9);
    expect(report.atRisk).toEqual([]);
    expect(frequencyChart(report).curves.map(({ name }) => name)).toContain("before scaling");
  });

  it("says nothing of risk where nobody knows the trained length", () => {
    const report = reportOf(ropeSpec({ trained: undefined, rotaryDim: 64 }), 8192);
    expect(report.atRisk).toEqual([]);
    expect(report.rows[0]?.turnsTrained).toBeUndefined();
    expect(pairCells(report.rows[0] ?? fail())).toContain("not known");
    expect(frequencySummary(report)).toContain("Nobody says");
  });

  it("gives the reason where a model turns nothing, or its scaling has no numbers", () => {
    expect(frequencyReport(null, 128)).toHaveProperty("reason");
    const alibi = specOf(alibiScheme, 2048);
    expect(frequencyReport(alibi, 4096)).toEqual({
      reason: expect.stringContaining("ALiBi") as string,
    });
    const broken = ropeSpec({
      trained: 128,
      rotaryDim: 64,
      scaling: { type: "unknown", name: "x" },
    });
    expect(frequencyReport(broken, 256)).toHaveProperty("reason");
  });

  it("draws and lists no more pairs than a reader can see", () => {
    const report = reportOf(ropeSpec({ trained: 4096, rotaryDim: 8192 }), 8192);
    expect(report.rows).toHaveLength(4096);
    expect(shownPairs(report)).toHaveLength(mostPairs);
  });
});

describe("pairsText", () => {
  it.each([
    [[], ""],
    [[3], "3"],
    [[3, 4, 5], "3–5"],
    [[1, 3, 4, 9], "1, 3–4 and 9"],
  ])("%j is %j", (pairs, text) => {
    expect(pairsText(pairs)).toBe(text);
  });
});

function reportOf(spec: Parameters<typeof frequencyReport>[0], requested: number): FrequencyReport {
  const report = frequencyReport(spec, requested);
  if ("reason" in report) throw new Error(report.reason);
  return report;
}

function fail(): never {
  throw new Error("there is no such row");
}
