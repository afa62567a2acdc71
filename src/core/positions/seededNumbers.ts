/** Numbers that look random and are the same for the same seed, each at its own place, so that order plays no part. */
export interface SeededNumbers {
  /** Shown beside what was made of them. */
  readonly seed: number;
  /** In [0, 1), for a whole number from 0. */
  at(index: number): number;
}

/** Seed and index mixed by the finaliser of MurmurHash3 (Appleby), twice, since neighbours must differ in all bits. */
export function seededNumbers(seed: number): SeededNumbers {
  const start = mixed(seed >>> 0);
  return {
    seed,
    at: (index) => mixed(mixed((index + start) >>> 0) ^ start) / 2 ** 32,
  };
}

function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
