import type { OkLab } from "./okLab.ts";
import { intoGamut, okLabToSrgb } from "./okLab.ts";

/** What lies behind the maps: zero must recede into it, so each ramp exists for both. */
export type Ground = "light" | "dark";

/** 256 colours, red green blue in bytes, from the lowest value to the highest. */
export type ColourRamp = Uint8ClampedArray<ArrayBuffer>;

export const rampSize = 256;

/**
 * For amounts that start at zero. Lightness runs one way without a turn, and equal steps of value are
 * equal steps of OKLab distance, so no value looks like an edge that is not there.
 */
export function sequentialRamp(ground: Ground): ColourRamp {
  const path = ground === "light" ? inkOnPaper : glowInTheDark;
  return toRamp(evenlySpaced(path, rampSize));
}

/**
 * For differences: blue below zero, orange above, the pair that the common kinds of colour blindness tell apart.
 * Both arms have the same lightness at the same distance from zero, so neither sign looks larger.
 */
export function divergingRamp(ground: Ground): ColourRamp {
  const arm = (hue: number) => (t: number) =>
    ground === "light"
      ? intoGamut(0.975 - 0.525 * t, 0.004 + 0.19 * t, hue)
      : intoGamut(0.245 + 0.465 * t, 0.004 + 0.18 * t, hue);
  const half = rampSize / 2;
  const below = evenLightness(arm(258), half);
  const above = evenLightness(arm(52), half);
  return toRamp([...below.reverse(), ...above]);
}

/** Pale blue-green to deep indigo. */
function inkOnPaper(t: number): OkLab {
  return intoGamut(0.975 - 0.695 * t, 0.012 + 0.2 * t * (1 - 0.45 * t), 205 + 75 * t);
}

/** Near black over violet and teal to pale yellow. */
function glowInTheDark(t: number): OkLab {
  return intoGamut(0.245 + 0.705 * t, 0.01 + 0.3 * t * (1 - 0.55 * t), 290 - 185 * t);
}

/** Points at equal distances along a path in OKLab. */
function evenlySpaced(path: (t: number) => OkLab, count: number): OkLab[] {
  const fine = 2048;
  const reached = new Float64Array(fine + 1);
  let before = path(0);
  for (let step = 1; step <= fine; step++) {
    const here = path(step / fine);
    reached[step] = (reached[step - 1] ?? 0) + distance(before, here);
    before = here;
  }
  const whole = reached[fine] ?? 0;
  const points: OkLab[] = [];
  for (let index = 0, step = 0; index < count; index++) {
    const wanted = (whole * index) / (count - 1);
    while (step < fine && (reached[step] ?? 0) < wanted) step++;
    points.push(path(step / fine));
  }
  return points;
}

/** The arms of a diverging ramp step evenly in lightness: their symmetry matters more than the last bit of evenness. */
function evenLightness(path: (t: number) => OkLab, count: number): OkLab[] {
  return Array.from({ length: count }, (_, index) => path(index / (count - 1)));
}

function distance(one: OkLab, other: OkLab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function toRamp(points: readonly OkLab[]): ColourRamp {
  const ramp = new Uint8ClampedArray(points.length * 3);
  points.forEach((point, index) => {
    ramp.set(
      okLabToSrgb(point).map((channel) => channel * 255),
      index * 3,
    );
  });
  return ramp;
}
