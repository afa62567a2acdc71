/**
 * How much a function of two positions changes along its diagonals, in its own unit: the largest over all offsets of
 * (largest − smallest value) on the diagonal. 0 for a function of the distance alone; relative measures hide it where
 * far distances are large.
 */
export function diagonalSpread(
  count: number,
  value: (i: number, j: number) => number,
): { readonly spread: number; readonly offset: number } {
  let worst = { spread: 0, offset: 0 };
  for (let offset = 1 - count; offset < count; offset++) {
    let least = Infinity;
    let most = -Infinity;
    for (let i = Math.max(0, -offset); i < Math.min(count, count - offset); i++) {
      const here = value(i, i + offset);
      least = Math.min(least, here);
      most = Math.max(most, here);
    }
    if (most - least > worst.spread) worst = { spread: most - least, offset };
  }
  return worst;
}
