import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q2_K: 256 elements of 2 bits in groups of 16, each group with a scale and a minimum of 4 bits (`block_q2_K`,
 * `dequantize_row_q2_K`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 16 | group g: scale in the low, minimum in the high nibble of byte g |
 * | 16 | 64 | codes: bits 2p and 2p + 1 of byte 32h + j belong to element 128h + 32p + j |
 * | 80 | 2 | scale of the scales d, half |
 * | 82 | 2 | scale of the minima dmin, half |
 *
 * value = d · scale · code − dmin · minimum
 */
export const q2K: BlockFormat = {
  id: 10,
  blockSize: 256,
  blockBytes: 84,
  wideFields: [halfField(80), halfField(82)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 84) {
      const d = halfAt(halves, bytes, at + 80);
      const dmin = halfAt(halves, bytes, at + 82);
      for (let group = 0; group < 16; group++) {
        const packed = bytes[at + group] ?? 0;
        const scale = d * (packed & 15);
        const minimum = dmin * (packed >> 4);
        const from = at + 16 + (group >> 3) * 32 + (group & 1) * 16;
        const shift = ((group >> 1) & 3) * 2;
        const to = first + group * 16;
        for (let j = 0; j < 16; j++) {
          values[to + j] = scale * (((bytes[from + j] ?? 0) >> shift) & 3) - minimum;
        }
      }
    }
  },
};
