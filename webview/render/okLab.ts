/** A colour in OKLab (B. Ottosson 2020): lightness 0..1, then the green–red and blue–yellow axes. */
export type OkLab = readonly [lightness: number, a: number, b: number];

/** Red, green, blue in sRGB, 0..1 each; outside that range the colour cannot be shown. */
export type Srgb = readonly [red: number, green: number, blue: number];

/** Lightness 0..1, chroma (0 = grey, about 0.3 = the most vivid sRGB), hue in degrees. */
export function okLch(lightness: number, chroma: number, hue: number): OkLab {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

export function okLabToSrgb([lightness, a, b]: OkLab): Srgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toGamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toGamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toGamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

export function srgbToOkLab([red, green, blue]: Srgb): OkLab {
  const [r, g, b] = [toLinear(red), toLinear(green), toLinear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/**
 * The same lightness and hue with as much of the chroma as a screen can show.
 * Clipping the channels instead would bend the lightness, and with it the order of the values.
 */
export function intoGamut(lightness: number, chroma: number, hue: number): OkLab {
  let low = 0;
  let high = chroma;
  if (isShowable(okLabToSrgb(okLch(lightness, chroma, hue)))) return okLch(lightness, chroma, hue);
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (isShowable(okLabToSrgb(okLch(lightness, middle, hue)))) low = middle;
    else high = middle;
  }
  return okLch(lightness, low, hue);
}

export function isShowable(colour: Srgb): boolean {
  return colour.every((channel) => channel >= -1e-6 && channel <= 1 + 1e-6);
}

function toGamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
