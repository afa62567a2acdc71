/**
 * The shortest decimal that has this float32 as its nearest: what a config said before a converter narrowed it
 * (9.999999974752427e-7 was 1e-6). Other numbers stay as they are.
 */
export function shortestDecimal(value: number): number {
  if (Math.fround(value) !== value) return value;
  for (let digits = 1; digits < MOST_DIGITS; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return value;
}

/** Nine digits tell any two float32 apart. */
const MOST_DIGITS = 10;
