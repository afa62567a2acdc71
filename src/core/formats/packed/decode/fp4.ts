/** Floats of four bits, E2M1: sign, two exponent bits with bias 1, one fraction bit (OCP Microscaling Formats 1.0). */
const fp4Values: Float32Array = Float32Array.of(
  ...[0, 0.5, 1, 1.5, 2, 3, 4, 6],
  ...[-0, -0.5, -1, -1.5, -2, -3, -4, -6],
);

/** Value k of the row of nibbles, low nibble of a byte first. */
export function fp4At(bytes: Uint8Array, k: number): number {
  return fp4Values[((bytes[k >> 1] ?? 0) >> ((k & 1) * 4)) & 0xf] ?? NaN;
}
