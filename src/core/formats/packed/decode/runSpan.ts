import type { Run } from "../../../bytes/contiguousRuns.ts";

/** From the first row that any run has to the last; the runs may be in any order. */
export function runSpan(runs: readonly Run[]): { readonly first: number; readonly count: number } {
  const first = runs.reduce((least, run) => Math.min(least, run.first), Infinity);
  const end = runs.reduce((most, run) => Math.max(most, run.first + run.count), 0);
  return { first, count: end - first };
}
