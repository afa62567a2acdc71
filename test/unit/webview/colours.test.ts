import { describe, expect, it } from "vitest";
import {
  type ColourRamp,
  divergingRamp,
  type Ground,
  rampSize,
  sequentialRamp,
} from "../../../webview/render/colourRamps.ts";
import {
  intoGamut,
  isShowable,
  okLabToSrgb,
  okLch,
  srgbToOkLab,
} from "../../../webview/render/okLab.ts";

const grounds: readonly Ground[] = ["light", "dark"];

describe("OKLab", () => {
  it("gives the published coordinates of sRGB red", () => {
    const [lightness, a, b] = srgbToOkLab([1, 0, 0]);
    expect(lightness).toBeCloseTo(0.628, 3);
    expect(a).toBeCloseTo(0.2249, 3);
    expect(b).toBeCloseTo(0.1258, 3);
  });

  it("comes back to the colour it left from", () => {
    const colour = [0.2, 0.55, 0.9] as const;
    const back = okLabToSrgb(srgbToOkLab(colour));
    back.forEach((channel, index) => expect(channel).toBeCloseTo(colour[index] ?? -1, 5));
  });

  it("gives up chroma, not lightness, for a colour that no screen can show", () => {
    expect(isShowable(okLabToSrgb(okLch(0.6, 0.4, 150)))).toBe(false);
    const shown = intoGamut(0.6, 0.4, 150);
    expect(isShowable(okLabToSrgb(shown))).toBe(true);
    expect(shown[0]).toBe(0.6);
    expect(Math.hypot(shown[1], shown[2])).toBeLessThan(0.4);
  });
});

describe.each(grounds)("sequential ramp on %s", (ground) => {
  const colours = labs(sequentialRamp(ground));

  it("runs from the ground away in one direction of lightness", () => {
    const away = ground === "light" ? -1 : 1;
    for (let index = 8; index < colours.length; index += 8) {
      const step = lightnessAt(colours, index) - lightnessAt(colours, index - 8);
      expect(step * away).toBeGreaterThan(0);
    }
  });

  it("makes equal steps of equal size", () => {
    const steps = Array.from({ length: 15 }, (_, index) =>
      distance(colours[index * 17], colours[(index + 1) * 17]),
    );
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.15);
  });
});

describe.each(grounds)("diverging ramp on %s", (ground) => {
  const colours = labs(divergingRamp(ground));

  it("has arms of the same lightness", () => {
    for (let index = 0; index < rampSize / 2; index++) {
      const below = lightnessAt(colours, index);
      const above = lightnessAt(colours, rampSize - 1 - index);
      expect(Math.abs(below - above)).toBeLessThan(0.006);
    }
  });

  it("is colourless in the middle, blue below and orange above", () => {
    const middle = colours[rampSize / 2];
    expect(Math.hypot(middle?.[1] ?? 1, middle?.[2] ?? 1)).toBeLessThan(0.012);
    expect(colours[0]?.[2]).toBeLessThan(-0.08);
    expect(colours.at(-1)?.[2]).toBeGreaterThan(0.08);
  });
});

type Lab = readonly [number, number, number];

function labs(ramp: ColourRamp): readonly Lab[] {
  return Array.from({ length: ramp.length / 3 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = ramp.subarray(index * 3, index * 3 + 3);
    return srgbToOkLab([red / 255, green / 255, blue / 255]);
  });
}

function lightnessAt(colours: readonly Lab[], index: number): number {
  return colours[index]?.[0] ?? Number.NaN;
}

function distance(one: Lab | undefined, other: Lab | undefined): number {
  if (one === undefined || other === undefined) return Number.NaN;
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
