import { packedScales } from "./packedScales.ts";

/** Layout: `src/core/formats/ggml/blocks/q5K.ts`. Its products are exact: fused or not, there is one rounding. */
export const q5K = `
  ${packedScales}

  fn valueAt(index : u32) -> f32 {
    let at = index / 256u * 176u;
    let group = index % 256u / 32u;
    let low = nibble(byteAt(at + 48u + group / 2u * 32u + index % 32u), group % 2u);
    let fifth = (byteAt(at + 16u + index % 32u) >> group) & 1u;
    let scale = halfAt(at) * f32(packedScale(at + 4u, group));
    let minimum = halfAt(at + 2u) * f32(packedMinimum(at + 4u, group));
    return scale * f32(low | (fifth << 4u)) - minimum;
  }
`;
