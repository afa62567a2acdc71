/** bfloat16, the upper half of a float32. A device may flush its subnormal numbers, below 1.2e-38, to zero. */
export const bf16 = `
  fn valueAt(index : u32) -> f32 {
    return bitcast<f32>(pairAt(index * 2u) << 16u);
  }
`;
