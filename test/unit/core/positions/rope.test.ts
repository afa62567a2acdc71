import { describe, expect, it } from "vitest";
import {
  positionalVectors,
  schemeLabel,
  schemes,
} from "../../../../src/core/positions/registry.ts";
import { ropeCosSin } from "../../../../src/core/positions/rope.ts";
import { pairsWithoutATurn, wavelengths } from "../../../../src/core/positions/wavelengths.ts";
import { demoRope, demoYarn } from "./ropeFixture.ts";

describe("cos and sin of a rotation", () => {
  it("turns q of the reference into its rotated q, in both pairings", () => {
    // positions/other.json, rotate-half-0 and rotate-interleaved-0: position 1, θ = 10,000, r = 8, float64.
    const q = [-0.155, 0.249, -0.868, 0.281, -0.52, 0.185, -0.182, -0.537];
    const { cos, sin, half } = ropeCosSin(demoRope(undefined, { rotaryDim: 8 }), [0, 1], 2);
    const turned = (first: number, second: number, pair: number): number =>
      (q[first] ?? NaN) * (cos[half + pair] ?? NaN) -
      (q[second] ?? NaN) * (sin[half + pair] ?? NaN);
    expect(turned(0, 4, 0)).toBeCloseTo(0.3538180546905445, 6);
    expect(turned(1, 5, 1)).toBeCloseTo(0.2292868550745652, 6);
    expect(turned(0, 1, 0)).toBeCloseTo(-0.2932731326267279, 6);
    expect(turned(2, 3, 1)).toBeCloseTo(-0.8917168055390852, 6);
  });

  it("multiplies the attention factor in", () => {
    const { cos, attentionFactor } = ropeCosSin(demoRope(demoYarn), [0], 128);
    expect(attentionFactor).toBeCloseTo(1.138629436111989, 12);
    expect([...cos]).toEqual(Array.from({ length: 16 }, () => Math.fround(1.138629436111989)));
  });

  it("refuses a table that no memory holds", () => {
    const positions = { length: 2 ** 31 } as unknown as readonly number[];
    expect(() => ropeCosSin(demoRope(), positions, 1)).toThrow(/2,147,483,648 positions/);
  });

  it("gives the same vectors whatever the length, unless the scaling watches it", () => {
    const at = (length: number, type: "linear" | "dynamic"): Float32Array =>
      ropeCosSin(demoRope({ type, factor: 4 }), [100], length).cos;
    expect(at(64, "linear")).toEqual(at(4096, "linear"));
    expect(at(64, "dynamic")).toEqual(at(128, "dynamic"));
    expect(at(64, "dynamic")).not.toEqual(at(4096, "dynamic"));
  });
});

describe("positional vectors", () => {
  it("come as cos and sin per pair with the formula by name", () => {
    const vectors = positionalVectors(demoRope(), [0, 7], 8);
    expect(vectors?.parts.map((part) => [part.name, part.width, part.values.length])).toEqual([
      ["cos", 16, 32],
      ["sin", 16, 32],
    ]);
    expect(vectors?.formula).toBe(
      "cos(p·ω_i) and sin(p·ω_i), ω_i = θ^(−2i/r), θ = 10,000, r = 32 (Su et al. 2021)",
    );
    expect(vectors?.parts[1]?.values[16]).toBeCloseTo(Math.sin(7), 6);
  });

  it("name the scaling and its parameters", () => {
    expect(positionalVectors(demoRope(demoYarn), [0], 8)?.formula).toContain(
      "YaRN: slow pairs ω / f, fast pairs ω, ramp between, f = 4, L₀ = 128, β = 32 … 1, cos and sin × 1.139 (Peng et al. 2023)",
    );
  });

  it("are not made up for a scheme that nobody read", () => {
    expect(positionalVectors({ kind: "unknown", reason: "x" }, [0], 1)).toBeUndefined();
  });
});

describe("labels", () => {
  it("come from a scheme that is filed under its own kind", () => {
    for (const [kind, scheme] of Object.entries(schemes)) expect(scheme.kind).toBe(kind);
  });

  it.each([
    [demoRope(), "RoPE"],
    [demoRope(demoYarn), "RoPE · yarn ×4"],
    [demoRope({ type: "dynamic", factor: 2.5 }), "RoPE · dynamic ×2.5"],
    [demoRope({ type: "unknown", name: "a\u202eb\n" }), "RoPE · unknown scaling “ab”"],
  ])("%#", (scheme, label) => {
    expect(schemeLabel(scheme)).toBe(label);
  });
});

describe("wavelengths", () => {
  it("of the demo model: the slowest pair turns once in 35,333 tokens, 10 of 16 never within 128", () => {
    const turns = wavelengths(demoRope(), 128);
    expect(turns[0]).toBeCloseTo(2 * Math.PI, 12);
    expect(turns[15]).toBeCloseTo(35_332.9, 1);
    expect(pairsWithoutATurn(turns, 128)).toBe(10);
  });

  it("grow by the factor where yarn interpolates, and stay where it does not", () => {
    const plain = wavelengths(demoRope(), 512);
    const scaled = wavelengths(demoRope(demoYarn), 512);
    expect((scaled[15] ?? 0) / (plain[15] ?? 1)).toBeCloseTo(4, 12);
    expect((scaled[0] ?? 0) / (plain[0] ?? 1)).toBeCloseTo(1, 12);
  });
});
