/**
 * What the decoding kernels share. Their input is the tensor's bytes as 32-bit words (`words`); offsets are in bytes.
 * Nothing is computed in half precision: codes are widened by their bits, as on the CPU.
 */
export const unpack = `
  fn byteAt(at : u32) -> u32 {
    return (bitcast<u32>(words[at >> 2u]) >> ((at & 3u) * 8u)) & 255u;
  }

  fn signedByteAt(at : u32) -> i32 {
    return bitcast<i32>(byteAt(at) << 24u) >> 24u;
  }

  // The two bytes at an even offset, the first one low.
  fn pairAt(at : u32) -> u32 {
    return (bitcast<u32>(words[at >> 2u]) >> ((at & 2u) * 8u)) & 65535u;
  }

  // Four bytes at an even offset.
  fn wordAt(at : u32) -> u32 {
    return pairAt(at) | (pairAt(at + 2u) << 16u);
  }

  // The half-precision number at an even offset. Subnormal halves are normal float32, so that none is lost.
  fn halfAt(at : u32) -> f32 {
    let code = pairAt(at);
    let sign = (code & 32768u) << 16u;
    let exponent = (code >> 10u) & 31u;
    let fraction = code & 1023u;
    if (exponent == 0u) {
      return bitcast<f32>(sign | bitcast<u32>(f32(fraction) * ${2 ** -24}));
    }
    return bitcast<f32>(sign | ((exponent + 112u) << 23u) | (fraction << 13u));
  }

  fn nibble(pair : u32, upper : u32) -> u32 {
    return (pair >> (upper * 4u)) & 15u;
  }
`;
