/** Layout: `src/core/formats/ggml/blocks/q51.ts`. The product is exact, so that fusing it with the sum changes nothing. */
export const q51 = `
  fn valueAt(index : u32) -> f32 {
    let at = index / 32u * 24u;
    let element = index % 32u;
    let low = nibble(byteAt(at + 8u + element % 16u), element / 16u);
    let fifth = (wordAt(at + 4u) >> element) & 1u;
    return halfAt(at) * f32(low | (fifth << 4u)) + halfAt(at + 2u);
  }
`;
