/** Largest differences of one case on one backend, by kind of array. */
export interface DifferenceRow {
  readonly name: string;
  readonly backend: string;
  /** Kind ("attn_local") → largest difference, in the unit of its tolerance. */
  readonly largest: ReadonlyMap<string, number>;
}

/** Of the README of the goldens: absolute for attention, relative to the largest value otherwise. */
export const tolerance = 1e-4;

/** "attn_local.2" → "attn_local". */
export function kindOf(name: string): string {
  return name.split(".")[0] ?? name;
}

/**
 * Largest |actual − expected|; for all but attention divided by the largest |expected|.
 * Infinity where the sizes differ or a value is not a number, so that no comparison passes by accident.
 */
export function largestDifference(
  name: string,
  actual: Float32Array,
  expected: Float32Array,
): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let largest = 0;
  for (const [i, value] of expected.entries()) {
    const distance = Math.abs((actual[i] ?? NaN) - value);
    if (Number.isNaN(distance)) return Infinity;
    difference = Math.max(difference, distance);
    largest = Math.max(largest, Math.abs(value));
  }
  return name.startsWith("attn") ? difference : difference / largest;
}

/** The table that ends a run: a line per case and backend, a column per kind. */
export function differenceTable(rows: readonly DifferenceRow[]): string {
  const kinds = ["hidden", "attn", "attn_local", "attn_global", "hidden_global", "logits"];
  const width = Math.max(...rows.map(({ name }) => name.length), 4);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(width) : cell.padStart(i === 1 ? 8 : 14)))
      .join("");
  return [
    `Largest differences (tolerance ${tolerance.toExponential(0)}; attention absolute, the rest relative)`,
    line(["case", "backend", ...kinds]),
    ...rows.map(({ name, backend, largest }) =>
      line([name, backend, ...kinds.map((kind) => largest.get(kind)?.toExponential(1) ?? "–")]),
    ),
  ].join("\n");
}
