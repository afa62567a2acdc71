/** Layout: `src/core/formats/ggml/blocks/q40.ts`. */
export const q40 = `
  fn valueAt(index : u32) -> f32 {
    let at = index / 32u * 18u;
    let element = index % 32u;
    let code = nibble(byteAt(at + 2u + element % 16u), element / 16u);
    return halfAt(at) * f32(i32(code) - 8);
  }
`;
