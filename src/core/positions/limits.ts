/**
 * Widest rotation that is computed. The widest head published rotates 576 dimensions;
 * a config is hostile until parsed, and its numbers size our buffers.
 */
export const maxRotaryDim = 65_536;

/** Positions × pairs of one table of cosines: 2^25 float32 values, 128 MiB, twice (cos and sin). */
export const maxRotationCells = 33_554_432;

/** Heads × queries × keys of one bias: 2^24 float32 values, 64 MiB, which is what a map may take at once. */
export const maxBiasCells = 16_777_216;

/** Positions of which every pair is compared: two million pairs, about a second at 300 dimensions. */
export const maxComparedPositions = 2048;
