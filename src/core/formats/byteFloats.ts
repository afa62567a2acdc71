/** Floats of one byte, by their safetensors names. */
export type ByteFloat = "F8_E4M3" | "F8_E5M2" | "F8_E4M3FNUZ" | "F8_E5M2FNUZ" | "F8_E8M0";

/** The value of each of the 256 codes, exact in float32. */
export function byteFloatValues(type: ByteFloat): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => valueOf[type](code));
}

/**
 * E4M3 and E5M2: Micikevicius et al. 2022, "FP8 formats for deep learning"; the variants with only finite values and
 * an unsigned zero (FNUZ): Noune et al. 2022, "8-bit numerical formats for deep neural networks"; E8M0: the shared
 * scales of the OCP Microscaling Formats specification 1.0.
 */
const valueOf: Readonly<Record<ByteFloat, (code: number) => number>> = {
  // No infinity; NaN where all seven lower bits are set.
  F8_E4M3: (code) => ((code & 0x7f) === 0x7f ? NaN : split(code, { fractionBits: 3, bias: 7 })),
  // As in binary16, whose upper byte this is: the last exponent has the infinities, then NaN.
  F8_E5M2: (code) => {
    const magnitude = code & 0x7f;
    if (magnitude > 0x7c) return NaN;
    if (magnitude === 0x7c) return code === magnitude ? Infinity : -Infinity;
    return split(code, { fractionBits: 2, bias: 15 });
  },
  // What would be a negative zero is the only NaN, and every exponent is one of numbers.
  F8_E4M3FNUZ: (code) => (code === 0x80 ? NaN : split(code, { fractionBits: 3, bias: 8 })),
  F8_E5M2FNUZ: (code) => (code === 0x80 ? NaN : split(code, { fractionBits: 2, bias: 16 })),
  // An exponent alone.
  F8_E8M0: (code) => (code === 0xff ? NaN : 2 ** (code - 127)),
};

interface Layout {
  readonly fractionBits: number;
  readonly bias: number;
}

/** Sign, exponent and fraction of a byte, where exponent zero means subnormal. */
function split(code: number, { fractionBits, bias }: Layout): number {
  const sign = code & 0x80 ? -1 : 1;
  const exponent = (code & 0x7f) >> fractionBits;
  const fraction = (code & ((1 << fractionBits) - 1)) / (1 << fractionBits);
  return exponent === 0
    ? sign * fraction * 2 ** (1 - bias)
    : sign * (1 + fraction) * 2 ** (exponent - bias);
}
