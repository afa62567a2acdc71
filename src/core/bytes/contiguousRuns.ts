/** Rows `first … first + count − 1` of a tensor, which are rows `at …` of the answer. */
export interface Run {
  readonly first: number;
  readonly at: number;
  readonly count: number;
}

/** Cuts a list of rows where the next is not the one after, so that neighbours are read in one piece. */
export function contiguousRuns(rows: readonly number[]): readonly Run[] {
  const runs: { first: number; at: number; count: number }[] = [];
  rows.forEach((row, at) => {
    const last = runs.at(-1);
    if (last !== undefined && row === last.first + last.count) last.count++;
    else runs.push({ first: row, at, count: 1 });
  });
  return runs;
}
