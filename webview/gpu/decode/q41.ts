/** Layout: `src/core/formats/ggml/blocks/q41.ts`. The product is exact, so that fusing it with the sum changes nothing. */
export const q41 = `
  fn valueAt(index : u32) -> f32 {
    let at = index / 32u * 20u;
    let element = index % 32u;
    let code = nibble(byteAt(at + 4u + element % 16u), element / 16u);
    return halfAt(at) * f32(code) + halfAt(at + 2u);
  }
`;
