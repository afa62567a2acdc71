import { readFileSync } from "node:fs";
import type { RopeScheme } from "../../../../src/core/positions/positionScheme.ts";
import type { RopeScaling } from "../../../../src/core/positions/scaling/ropeScaling.ts";

/** What the reference's own rotary module gave for one config and length. */
export interface RopeCase {
  readonly id: string;
  readonly scheme: Omit<RopeScheme, "kind" | "layout">;
  readonly sequenceLength: number;
  readonly attentionFactor: number;
  readonly float64: readonly number[];
  readonly float32: readonly number[];
}

/** The cases of `test/fixtures/positions/ropeScaling.json`. */
export function ropeCases(): readonly RopeCase[] {
  const path = new URL("../../../fixtures/positions/ropeScaling.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { cases: RopeCase[] }).cases;
}

/** A rotation as the demo model has it (θ = 10,000, r = 32, trained on 128), with a scaling over it. */
export function demoRope(
  scaling: RopeScaling = { type: "default" },
  changes: Partial<RopeScheme> = {},
): RopeScheme {
  return {
    kind: "rope",
    base: 10_000,
    rotaryDim: 32,
    layout: "half",
    scaling,
    maxPositions: 128,
    ...changes,
  };
}

/** The yarn block of the demo folder `rope-yarn-4`. */
export const demoYarn: RopeScaling = {
  type: "yarn",
  factor: 4,
  originalLength: 128,
  attentionFactor: undefined,
  betaFast: 32,
  betaSlow: 1,
  mscale: undefined,
  mscaleAllDim: undefined,
  truncate: true,
};
