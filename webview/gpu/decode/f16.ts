/** Half precision, widened by its bits. */
export const f16 = `
  fn valueAt(index : u32) -> f32 {
    return halfAt(index * 2u);
  }
`;
