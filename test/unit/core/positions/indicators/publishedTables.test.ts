import { describe, expect, it } from "vitest";
import {
  firstNegativeDistance,
  negativeDistances,
} from "../../../../../src/core/positions/indicators/distanceDecay.ts";
import {
  criticalDimension,
  firstRiskPosition,
  phaseCoverage,
} from "../../../../../src/core/positions/indicators/phaseCoverage.ts";
import {
  alibiIndicators,
  firstOfLastBucket,
  learnedIndicators,
  shawIndicators,
  t5Indicators,
} from "../../../../../src/core/positions/indicators/relativeIndicators.ts";
import { ropeIndicators } from "../../../../../src/core/positions/indicators/ropeIndicators.ts";
import type { RopeScheme } from "../../../../../src/core/positions/positionScheme.ts";
import { ropeInverseFrequencies } from "../../../../../src/core/positions/scaling/inverseFrequencies.ts";

function rope(
  base: number,
  rotaryDim: number,
  scaling: RopeScheme["scaling"] = { type: "default" },
): RopeScheme {
  return { kind: "rope", base, rotaryDim, layout: "half", scaling, maxPositions: undefined };
}

const frequencies = (scheme: RopeScheme): Float64Array =>
  ropeInverseFrequencies(scheme, 1).inverseFrequencies;

describe("wavelengths of well-known models", () => {
  it.each([
    ["LLaMA-1", 1e4, 128, 2048, 82, 23, 54410.1],
    ["LLaMA-2", 1e4, 128, 4096, 92, 18, 54410.1],
    ["Mistral-7B", 1e4, 128, 8192, 100, 14, 54410.1],
    ["Llama-3", 5e5, 128, 8192, 70, 29, 2559195.5],
    ["Qwen2.5-7B", 1e6, 128, 32768, 80, 24, 5063255.8],
    ["Phi3-mini", 1e4, 96, 2048, 62, 17, 51861.7],
    ["Gemma-2", 1e4, 256, 8192, 200, 28, 58469.6],
    ["TinyLlama", 1e4, 64, 2048, 42, 11, 47117.2],
    ["SmolLM2-135M", 1e5, 64, 8192, 40, 12, 438459.9],
    ["DeepSeek-V3", 1e4, 64, 4096, 46, 9, 47117.2],
  ])("%s", (...row) => {
    const [, base, dim, length, critical, open, longest] = row;
    const scheme = rope(base, dim);
    const training = { scheme, length };
    const coverage = phaseCoverage(training, training);
    expect(criticalDimension(scheme, length)).toBe(critical);
    expect(coverage.filter(({ turnsTrained }) => turnsTrained < 1)).toHaveLength(open);
    expect(coverage.at(-1)?.wavelength).toBeCloseTo(longest, 1);
    expect(coverage.every(({ unseen }) => unseen === 0)).toBe(true);
  });

  it.each([
    [6144, 0.317],
    [8192, 0.453],
    [16384, 0.613],
    [32768, 0.66],
  ])("Llama-2's unseen phase at %i tokens", (length, share) => {
    const scheme = rope(1e4, 128);
    const lengths = { trained: 4096, requested: length };
    const phase = ropeIndicators(scheme, scheme, lengths).find(({ id }) => id === "unseen-phase");
    expect(phase?.atRequested).toBeCloseTo(share, 3);
    const coverage = phaseCoverage({ scheme, length: 4096 }, { scheme, length });
    expect(firstRiskPosition(coverage, length)).toBe(4096);
  });

  it("linear scaling up to its factor meets no new angle", () => {
    const training = { scheme: rope(1e4, 128), length: 4096 };
    const scheme = rope(1e4, 128, { type: "linear", factor: 2 });
    const at = (length: number): number | undefined =>
      firstRiskPosition(phaseCoverage(training, { scheme, length }), length);
    expect(at(8192)).toBeUndefined();
    expect(at(8300)).toBe(8192);
  });
});

describe("decay with distance", () => {
  it.each([
    [100, 128, 59],
    [500, 128, 171],
    [1e3, 128, 361],
    [5e3, 128, 864],
    [1e4, 128, 1707],
    [2e4, 128, 2666],
    [1e5, 128, 7757],
    [5e5, 128, 18438],
    [1e6, 128, 27115],
    [1e4, 64, 725],
    [1e5, 64, 3616],
    [1.6e5, 64, 5205],
    [1e6, 64, 6235],
    [5e6, 64, 31099],
  ])("base %d, %i dimensions: first negative at %i", (base, dim, first) => {
    expect(firstNegativeDistance(frequencies(rope(base, dim)), 40_000)).toBe(first);
    expect(firstNegativeDistance(frequencies(rope(base, dim)), first - 1)).toBeUndefined();
  });

  it("counts the negatives of Men's table 4 exactly", () => {
    const base = 1e4 * 8 ** (128 / 88);
    const second = Float64Array.from({ length: 64 }, (_, i) =>
      i >= 44 ? 1e4 ** ((-2 * i) / 128) / 8 : base ** ((-2 * i) / 128),
    );
    expect(negativeDistances(second, 15_360)).toBe(97);
    expect(negativeDistances(second, 30_720)).toBe(2554);
    expect(negativeDistances(frequencies(rope(5e6, 128)), 30_720)).toBe(0);
  });
});

describe("relative schemes", () => {
  it("ALiBi's windows for 8 heads", () => {
    const scheme = { kind: "alibi", builder: "bloom", maxBias: 8, direction: "causal" } as const;
    const [widest, narrowest] = alibiIndicators(scheme, 8, { trained: 2048, requested: 4096 });
    expect(widest?.atRequested).toBeCloseTo(1178.9, 1);
    expect(narrowest?.atRequested).toBeCloseTo(9.2, 1);
  });

  it.each([
    [
      "causal",
      113,
      [
        [128, 0.0145],
        [256, 0.313],
        [512, 0.608],
        [1024, 0.792],
        [8192, 0.973],
      ],
    ],
    [
      "bidirectional",
      91,
      [
        [128, 0.086],
        [256, 0.418],
        [512, 0.678],
        [1024, 0.831],
        [2048, 0.914],
      ],
    ],
  ] as const)("T5's last bucket, %s", (direction, first, shares) => {
    const scheme = { kind: "t5", buckets: 32, maxDistance: 128, direction } as const;
    expect(firstOfLastBucket(scheme)).toBe(first);
    for (const [length, share] of shares) {
      const [saturation] = t5Indicators(scheme, { trained: undefined, requested: length });
      expect(saturation?.atRequested).toBeCloseTo(share, 3);
    }
  });

  it.each([
    [16, 64, 0.565],
    [16, 512, 0.939],
    [64, 512, 0.766],
    [64, 1024, 0.879],
  ])("Shaw's clip %i at %i tokens", (clip, length, share) => {
    const [clipped] = shawIndicators(
      { kind: "shaw", clip },
      { trained: undefined, requested: length },
    );
    expect(clipped?.atRequested).toBeCloseTo(share, 3);
  });

  it("a learned table of 514 rows with offset 2 ends at 512", () => {
    const scheme = { kind: "learned", rows: 514, width: 8, firstRow: 2, past: "fails" } as const;
    const [rows] = learnedIndicators(scheme, { trained: 512, requested: 600 });
    expect([rows?.atTrained, rows?.atRequested]).toEqual([0, 88]);
  });
});
