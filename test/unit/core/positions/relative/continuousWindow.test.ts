import { expect, it } from "vitest";
import { continuousWindow } from "../../../../../src/core/positions/relative/continuousWindow.ts";
import { largestDifference } from "../positionCases.ts";

it("makes the continuous bias 16·σ of the network, 8 where its weights are zero", () => {
  const scheme = { height: 2, width: 2, pretrainedHeight: 0, pretrainedWidth: 0 } as const;
  const learned = new Map([
    ["continuous_position_bias_mlp.0.weight", new Float32Array(1024).fill(1)],
    ["continuous_position_bias_mlp.0.bias", new Float32Array(512)],
    [
      "continuous_position_bias_mlp.2.weight",
      Float32Array.from({ length: 1024 }, (_, i) => (i < 512 ? 0 : 1 / 512)),
    ],
  ]);
  const request = { heads: 2, queries: [3], keys: [0, 3], learned };
  const bias = continuousWindow.bias?.({ kind: "continuousWindow", ...scheme }, request);
  // Offset (1, 1): both coordinates log2(9)/3, their sum through the second head's mean of 512 equal units.
  const far = 16 / (1 + Math.exp((-2 * Math.log2(9)) / 3));
  expect(largestDifference(bias?.values ?? [], [8, 8, far, 8])).toBeLessThan(1e-6);
});
