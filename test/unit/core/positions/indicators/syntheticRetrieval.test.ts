import { describe, expect, it } from "vitest";
import { ropeInverseFrequencies } from "../../../../../src/core/positions/scaling/inverseFrequencies.ts";
import {
  predictedRetrieval,
  simulatedRetrieval,
  type SyntheticHead,
} from "../../../../../src/core/positions/indicators/syntheticRetrieval.ts";

/** Simulated median and closed form of our notes (d = 128, n = 4,096, 400 trials), base 10,000 and 500,000. */
const tables = [
  { base: 1e4, distance: 0, median: 0.915, closed: 0.924 },
  { base: 1e4, distance: 16, median: 0.1425, closed: 0.1419 },
  { base: 1e4, distance: 256, median: 0.0048, closed: 0.0055 },
  { base: 1e4, distance: 1024, median: 0.0016, closed: 0.0015 },
  { base: 5e5, distance: 16, median: 0.352, closed: 0.363 },
  { base: 5e5, distance: 2048, median: 0.0069, closed: 0.0075 },
  { base: 5e5, distance: 4096, median: 0.0114, closed: 0.0111 },
];

describe("retrieval of a synthetic key", () => {
  it.each(tables)("at base $base, distance $distance", ({ base, distance, median, closed }) => {
    const head = headOf(base);
    const [predicted = NaN] = predictedRetrieval(head, [distance]);
    expect(Math.abs(predicted - closed)).toBeLessThan(0.5 * 10 ** -(closed < 0.1 ? 4 : 3) + 1e-9);
    const [simulated = NaN] = simulatedRetrieval(head, [distance], { seed: 1, trials: 100 });
    // The notes give ±20 % for 400 trials; a quarter of them spreads twice as far.
    expect(Math.abs(simulated / median - 1)).toBeLessThan(0.4);
  });

  it("is the same for the same seed, and another for another", () => {
    const head = { ...headOf(1e4), distractors: 64 };
    const run = (seed: number): number[] => simulatedRetrieval(head, [1, 8], { seed, trials: 9 });
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  it("keeps what dimensions that do not turn keep at any distance", () => {
    const head = { ...headOf(1e4), headDim: 512 };
    const [near = 0, far = 0] = predictedRetrieval(head, [0, 100_000]);
    expect(far).toBeGreaterThan(0.9);
    expect(near).toBeGreaterThan(far);
  });
});

function headOf(base: number): SyntheticHead {
  const scheme = {
    kind: "rope",
    base,
    rotaryDim: 128,
    layout: "half",
    scaling: { type: "default" },
    maxPositions: undefined,
  } as const;
  const { inverseFrequencies, attentionFactor } = ropeInverseFrequencies(scheme, 4096);
  return { inverseFrequencies, attentionFactor, headDim: 128, distractors: 4096 };
}
