import { doubledFourBitFloats } from "../../../src/core/formats/ggml/blocks/fourBitFloats.ts";

/**
 * Layout: `src/core/formats/ggml/blocks/mxfp4.ts`. The scale is put together from its bits; where it is below the
 * normal float32 (bytes 0 and 1), a device may flush the block to zero.
 */
export const mxfp4 = `
  const levels = array<f32, 16>(${doubledFourBitFloats.join(", ")});

  fn valueAt(index : u32) -> f32 {
    let at = index / 32u * 17u;
    let element = index % 32u;
    let exponent = byteAt(at);
    let normal = (max(exponent, 1u) - 1u) << 23u;
    let scale = bitcast<f32>(select(normal, 0x200000u << exponent, exponent < 2u));
    return scale * levels[nibble(byteAt(at + 1u + element % 16u), element / 16u)];
  }
`;
