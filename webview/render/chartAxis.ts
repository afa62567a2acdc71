import { niceTicks } from "./lineChart.ts";

/** From a value to its place on the screen, and the round values that are written beside it. */
export interface AxisScale {
  /** NaN for what has no place: a value of 0 or less on a logarithmic axis, or none that is finite. */
  place(value: number): number;
  readonly ticks: readonly number[];
}

/** Pixels that an axis runs from and to, and about how many ticks it has room for. */
export interface AxisRoom {
  readonly from: number;
  readonly to: number;
  readonly ticks: number;
}

/** An axis over all values that it can show; a linear one holds zero, a logarithmic one ends at powers of ten. */
export function axisOf(
  values: readonly (number | undefined)[],
  scale: "log" | "linear",
  room: AxisRoom,
): AxisScale {
  const shown = values.filter(
    (value): value is number =>
      value !== undefined && Number.isFinite(value) && (scale === "linear" || value > 0),
  );
  const low = shown.reduce((least, value) => Math.min(least, value), Infinity);
  const high = shown.reduce((most, value) => Math.max(most, value), -Infinity);
  return scale === "log" ? logAxis(low, high, room) : linearAxis(low, high, room);
}

function linearAxis(least: number, most: number, { from, to, ticks }: AxisRoom): AxisScale {
  const low = Math.min(0, Number.isFinite(least) ? least : 0);
  const high = Math.max(0, Number.isFinite(most) ? most : 0);
  const span = high - low || 1;
  return {
    place: (value) =>
      Number.isFinite(value) ? from + ((value - low) / span) * (to - from) : Number.NaN,
    ticks: linearTicks(low, low + span, ticks),
  };
}

function linearTicks(low: number, high: number, count: number): readonly number[] {
  const [, step = 1] = niceTicks(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Adding zero turns −0 into 0, which is how it is written.
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step + 0);
}

/** Narrow spans have ticks at 1, 2 and 5 times a power of ten, wide ones at powers alone. */
function logAxis(least: number, most: number, { from, to, ticks }: AxisRoom): AxisScale {
  const isEmpty = !(least <= most);
  const low = isEmpty ? 0 : Math.log10(least);
  const high = isEmpty ? 1 : Math.max(Math.log10(most), low + 1e-3);
  const margin = 0.03 * (high - low);
  const [start, end] = [low - margin, high + margin];
  const scale = (to - from) / (end - start);
  return {
    place: (value) =>
      Number.isFinite(value) && value > 0 ? from + (Math.log10(value) - start) * scale : Number.NaN,
    ticks: logTicks(start, end, ticks),
  };
}

function logTicks(start: number, end: number, count: number): readonly number[] {
  const decades = end - start;
  if (decades > count) {
    const step = Math.ceil(decades / count);
    return powersOfTen(start, end).filter((_, index) => index % step === 0);
  }
  const fine = 3 * decades <= count * 1.5;
  const factors = fine ? [1, 2, 5] : [1];
  const lowest = Math.floor(start);
  return Array.from({ length: Math.ceil(end) - lowest + 1 }, (_, index) => 10 ** (lowest + index))
    .flatMap((power) => factors.map((factor) => factor * power))
    .filter((tick) => Math.log10(tick) >= start && Math.log10(tick) <= end);
}

function powersOfTen(start: number, end: number): number[] {
  const first = Math.ceil(start);
  return Array.from(
    { length: Math.max(0, Math.floor(end) - first + 1) },
    (_, index) => 10 ** (first + index),
  );
}
