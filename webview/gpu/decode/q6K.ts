/** Layout: `src/core/formats/ggml/blocks/q6K.ts`. */
export const q6K = `
  fn valueAt(index : u32) -> f32 {
    let at = index / 256u * 210u;
    let element = index % 256u;
    let half = element / 128u;
    let part = element % 128u / 32u;
    let low = nibble(byteAt(at + half * 64u + part % 2u * 32u + element % 32u), part / 2u);
    let high = (byteAt(at + 128u + half * 32u + element % 32u) >> (part * 2u)) & 3u;
    let scale = halfAt(at + 208u) * f32(signedByteAt(at + 192u + element / 16u));
    return scale * f32(i32(low | (high << 4u)) - 32);
  }
`;
