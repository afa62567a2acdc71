/** ω_k = base^(−2k / dimensions), k from 0, in radians a position; [⌈dimensions / 2⌉] (Su et al. 2021, RoFormer). */
export function pairFrequencies(base: number, dimensions: number): Float64Array {
  return Float64Array.from(
    { length: Math.ceil(dimensions / 2) },
    (_, k) => base ** ((-2 * k) / dimensions),
  );
}
