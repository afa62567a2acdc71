import { rampSize } from "./colourRamps.ts";

/**
 * How values become places on a ramp.
 * `sequential`: 0 … max, through a square root where `curve` says so (attention is mostly small).
 * `diverging`: −max … max, zero in the middle, always linear.
 */
export interface ValueScale {
  readonly kind: "sequential" | "diverging";
  readonly curve: "linear" | "root";
  /** Largest absolute value shown; above zero. */
  readonly max: number;
}

export interface Tick {
  readonly value: number;
  /** 0..1 along the ramp. */
  readonly at: number;
}

/** Place of a value on the ramp, 0..1. */
export function placeOf(scale: ValueScale, value: number): number {
  const share = Math.min(1, Math.max(-1, value / scale.max));
  if (scale.kind === "diverging") return (share + 1) / 2;
  const positive = Math.max(0, share);
  return scale.curve === "root" ? Math.sqrt(positive) : positive;
}

/** Index of the colour, 0..255. A NaN has no colour: −1. */
export function colourIndex(scale: ValueScale, value: number): number {
  if (Number.isNaN(value)) return -1;
  return Math.min(rampSize - 1, Math.floor(placeOf(scale, value) * rampSize));
}

/** Values to write under a legend, both ends among them. */
export function scaleTicks(scale: ValueScale): readonly Tick[] {
  const shares =
    scale.kind === "diverging"
      ? [-1, 0, 1]
      : scale.curve === "root"
        ? [0, 0.1, 0.4, 1]
        : [0, 0.5, 1];
  return shares.map((share) => {
    const value = share * scale.max;
    return { value, at: placeOf(scale, value) };
  });
}

/** A scale that shows every finite value of these maps; 1 where all are zero, so that nothing divides by it. */
export function scaleFor(
  kind: ValueScale["kind"],
  curve: ValueScale["curve"],
  maps: readonly Float32Array[],
): ValueScale {
  let max = 0;
  for (const map of maps) {
    for (const value of map) {
      const size = Math.abs(value);
      if (size > max && size < Infinity) max = size;
    }
  }
  return { kind, curve, max: max === 0 ? 1 : max };
}
