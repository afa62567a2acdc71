/** Layout: `src/core/formats/ggml/blocks/q80.ts`. */
export const q80 = `
  fn valueAt(index : u32) -> f32 {
    let at = index / 32u * 34u;
    return halfAt(at) * f32(signedByteAt(at + 2u + index % 32u));
  }
`;
