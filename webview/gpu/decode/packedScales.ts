/** The scales and minima of Q4_K and Q5_K: `src/core/formats/ggml/blocks/packedScales.ts`. */
export const packedScales = `
  fn packedScale(at : u32, group : u32) -> u32 {
    if (group < 4u) {
      return byteAt(at + group) & 63u;
    }
    return (byteAt(at + group + 4u) & 15u) | ((byteAt(at + group - 4u) >> 6u) << 4u);
  }

  fn packedMinimum(at : u32, group : u32) -> u32 {
    if (group < 4u) {
      return byteAt(at + group + 4u) & 63u;
    }
    return (byteAt(at + group + 4u) >> 4u) | ((byteAt(at + group) >> 6u) << 4u);
  }
`;
