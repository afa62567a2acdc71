import { describe, expect, it } from "vitest";
import { decayAt } from "../../../src/core/positions/indicators/distanceDecay.ts";
import { bareKinds } from "../../../src/core/positions/registry.ts";
import { ropeInverseFrequencies } from "../../../src/core/positions/scaling/inverseFrequencies.ts";
import { qualityOf } from "../../../webview/app/vectors/qualityOf.ts";
import {
  comparedPositions,
  schemeSight,
  type SchemeSight,
  type VectorSight,
} from "../../../webview/app/vectors/schemeSight.ts";
import { biasContent, similarityContent } from "../../../webview/app/vectors/sightContent.ts";
import { defaultText, typedScheme } from "../../../webview/app/vectors/typedScheme.ts";
import { ropeSpec } from "./specs.ts";

const rope = ropeSpec({ trained: 128, rotaryDim: 32 }).scheme;

describe("typedScheme", () => {
  it("fills in defaults, and takes what is typed", () => {
    expect(typedScheme("sinusoidal", {})?.scheme).toMatchObject({ width: 64, base: 10_000 });
    expect(typedScheme("sinusoidal", { d_model: " 128 ", base: "" })?.scheme).toMatchObject({
      width: 128,
      base: 10_000,
    });
  });

  it.each(["0", "-3", "NaN", "1e99", "ten"])("says what is wrong with a width of %s", (text) => {
    const typed = typedScheme("sinusoidal", { d_model: text });
    expect(typed?.scheme).toBeUndefined();
    expect(typed?.problems.get("d_model")).toContain("allowed");
  });

  it("forgets parameters of another scheme, and knows no scheme of another name", () => {
    expect(typedScheme("sinusoidal", { rotary_dim: "7" })?.problems.size).toBe(0);
    expect(typedScheme("constructor", {})).toBeUndefined();
  });

  it("can show every scheme of the list with its defaults, or says why not", () => {
    for (const { kind, bare } of bareKinds()) {
      const typed = typedScheme(kind, {});
      expect(bare?.parameters.every((one) => typeof defaultText(one) === "string")).toBe(true);
      if (typed?.scheme === undefined) {
        expect(typed?.problems.size, kind).toBeGreaterThan(0);
        continue;
      }
      const sight = schemeSight(typed.scheme, 8);
      if ("reason" in sight) expect(sight.reason, kind).not.toBe("");
      else expect(sight.formula, kind).not.toBe("");
    }
  });
});

describe("schemeSight", () => {
  it("gives the kernel B_D / pairs of a rotation as its cosine by distance", () => {
    const { byDistance, isRotation, norms } = vectorsOf(schemeSight(rope, 4));
    const { inverseFrequencies } = ropeInverseFrequencies(rope as never, 128);
    expect(isRotation).toBe(true);
    for (const distance of [0, 1, 17, 127]) {
      expect(byDistance[distance]).toBeCloseTo(decayAt(inverseFrequencies, distance) / 16, 6);
    }
    expect(norms[77]).toBeCloseTo(4, 6);
  });

  it("gives a vector of zeros no direction, and no NaN to a mean", () => {
    const scheme = typedScheme("sinusoidal", { layout: "sinOnly" })?.scheme;
    const sight = vectorsOf(schemeSight(scheme ?? rope, 4));
    expect(sight.norms[0]).toBe(0);
    expect(sight.cosines[0]).toBeNaN();
    expect(sight.byDistance.every((value) => value === undefined || Number.isFinite(value))).toBe(
      true,
    );
    expect(sight.byDistance.at(-1)).toBeUndefined();
  });

  it("gives the bias of ALiBi by distance: 0, −m, −2m", () => {
    const scheme = typedScheme("alibi", {})?.scheme;
    const sight = schemeSight(scheme ?? rope, 8);
    const content = biasContent(sight);
    const [first] = content?.chart.curves ?? [];
    expect(first?.name).toBe("head 0");
    expect([0, 1, 2].map((index) => first?.values[index])).toEqual(
      [0, -0.5, -1].map((one) => expect.closeTo(one, 6) as number),
    );
    expect(content?.chart.curves).toHaveLength(3);
  });

  it("says why a learned scheme cannot be drawn without its table", () => {
    const scheme = typedScheme("learned", {})?.scheme;
    expect(schemeSight(scheme ?? rope, 8)).toEqual({
      reason: expect.stringContaining("position_embeddings") as string,
    });
  });

  it("draws the model's own scheme and the chosen one over the same distances", () => {
    const scheme = typedScheme("sinusoidal", {})?.scheme;
    const content = similarityContent(schemeSight(rope, 4), schemeSight(scheme ?? rope, 4));
    expect(content?.chart.curves.map(({ name }) => name)).toEqual([
      "this model: RoPE",
      expect.stringMatching(/^what if: Sinusoidal/) as string,
    ]);
    expect(content?.chart.xs).toHaveLength(comparedPositions);
  });
});

describe("qualityOf", () => {
  it("passes the formula of the Transformer and fails the one of a tutorial", () => {
    const verdicts = (kind: string): ReadonlyMap<string, string> => {
      const scheme = typedScheme(kind, {})?.scheme;
      const found = qualityOf(scheme ?? rope);
      if ("reason" in found) throw new Error(found.reason);
      expect(found).toHaveLength(10);
      return new Map(found.map(({ id, verdict }) => [id, verdict]));
    };
    expect(verdicts("sinusoidal").get("uniqueness")).toBe("pass");
    expect(verdicts("lostExponent").get("uniqueness")).toBe("fail");
  });

  it("judges nothing that is not added, nor what would take too long", () => {
    expect(qualityOf(rope)).toHaveProperty("reason");
    const wide = typedScheme("sinusoidal", { d_model: "4096" })?.scheme;
    expect(qualityOf(wide ?? rope)).toEqual({ reason: expect.stringContaining("4096") as string });
  });
});

function vectorsOf(sight: SchemeSight): VectorSight {
  if ("reason" in sight || sight.kind !== "vectors") throw new Error("there are no vectors");
  return sight;
}
