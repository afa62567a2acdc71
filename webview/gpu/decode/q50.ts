/** Layout: `src/core/formats/ggml/blocks/q50.ts`. */
export const q50 = `
  fn valueAt(index : u32) -> f32 {
    let at = index / 32u * 22u;
    let element = index % 32u;
    let low = nibble(byteAt(at + 6u + element % 16u), element / 16u);
    let fifth = (wordAt(at + 2u) >> element) & 1u;
    return halfAt(at) * f32(i32(low | (fifth << 4u)) - 16);
  }
`;
