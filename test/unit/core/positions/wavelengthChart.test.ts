import { describe, expect, it } from "vitest";
import { FormatError } from "../../../../src/core/errors.ts";
import { wavelengthChart } from "../../../../src/core/positions/wavelengthChart.ts";
import { demoRope, demoYarn } from "./ropeFixture.ts";

/** Dots of one colour: each is a stroke without length. */
function dotsOf(svg: string, colour: string): number {
  const path = new RegExp(`<path d="([^"]*)" stroke="${colour}" stroke-width`).exec(svg)?.[1] ?? "";
  return path.split("h0").length - 1;
}

const met = "#56b4e9";
const unmet = "#e69f00";
const unscaled = "#8b949e";

describe("the chart of wavelengths", () => {
  it("draws a dot per pair, told apart by the trained length", () => {
    const svg = wavelengthChart(demoRope(), 128);
    expect([dotsOf(svg, met), dotsOf(svg, unmet), dotsOf(svg, unscaled)]).toEqual([6, 10, 0]);
    expect(svg).toContain("trained length 128");
    expect(svg).toContain("10 of 16 pairs never finish a turn within 128 tokens");
  });

  it("draws the pairs before scaling behind the scaled ones", () => {
    const svg = wavelengthChart(demoRope(demoYarn, { maxPositions: 512 }), 128);
    expect(dotsOf(svg, unscaled)).toBe(16);
    expect(dotsOf(svg, met) + dotsOf(svg, unmet)).toBe(16);
    expect(svg).toContain("RoPE · yarn ×4");
  });

  it("does without a trained length, and with a single pair", () => {
    const svg = wavelengthChart(demoRope(undefined, { rotaryDim: 2 }), undefined);
    expect(dotsOf(svg, met)).toBe(1);
    expect(svg).toContain("states no trained length");
    expect(svg).not.toContain("stroke-dasharray");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("stays small and finite for the widest and the strangest rotations", () => {
    const rotations = [
      demoRope(demoYarn, { rotaryDim: 65_536 }),
      demoRope({ type: "linear", factor: 1e300 }),
      demoRope({ type: "linear", factor: -1e-300 }),
      demoRope(undefined, { base: 1e-300 }),
      demoRope(undefined, { base: 1e300 }),
      demoRope({ type: "linear", factor: 5e-308 }),
    ];
    for (const rotation of rotations) {
      const svg = wavelengthChart(rotation, 128);
      expect(svg.length).toBeLessThan(12_000);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it("refuses a rotation without numbers", () => {
    expect(() => wavelengthChart(demoRope({ type: "linear", factor: 0 }), 128)).toThrow(
      FormatError,
    );
  });
});

describe("the card", () => {
  it("carries its own background, and texts that stand out from it", () => {
    const svg = wavelengthChart(demoRope(demoYarn), 128);
    const card = /<rect [^>]*fill="(#[0-9a-f]{6})"/.exec(svg)?.[1] ?? "";
    const inks = [...svg.matchAll(/<text [^>]*fill="(#[0-9a-f]{6})"/g)].map(([, ink = ""]) => ink);
    expect(inks.length).toBeGreaterThan(5);
    for (const ink of new Set(inks)) expect(contrast(ink, card)).toBeGreaterThan(4.5);
    for (const dot of [met, unmet, unscaled]) expect(contrast(dot, card)).toBeGreaterThan(3);
  });
});

/** Contrast ratio of WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
