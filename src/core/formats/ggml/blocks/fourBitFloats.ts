/**
 * The sixteen values of a 4-bit float E2M1 (Open Compute Project, Microscaling Formats 1.0), doubled so that they are
 * integers; ggml halves the scales instead. Code 8, minus zero, is plain zero to ggml.
 */
export const doubledFourBitFloats = Int8Array.of(
  0,
  1,
  2,
  3,
  4,
  6,
  8,
  12,
  0,
  -1,
  -2,
  -3,
  -4,
  -6,
  -8,
  -12,
);
