import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { packedMinimum, packedScale } from "./packedScales.ts";

/**
 * Q4_K: 256 elements of 4 bits in groups of 32, each group with a scale and a minimum of 6 bits (`block_q4_K`,
 * `dequantize_row_q4_K`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale of the scales d, half |
 * | 2 | 2 | scale of the minima dmin, half |
 * | 4 | 12 | scales and minima, see `packedScale` |
 * | 16 | 128 | codes: byte 32p + j has an element of group 2p in its low, of group 2p + 1 in its high nibble |
 *
 * value = d · scale · code − dmin · minimum. Both products are exact in float32, so one rounding remains.
 */
export const q4K: BlockFormat = {
  id: 12,
  blockSize: 256,
  blockBytes: 144,
  wideFields: [halfField(0), halfField(2)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 144) {
      const d = halfAt(halves, bytes, at);
      const dmin = halfAt(halves, bytes, at + 2);
      for (let pair = 0; pair < 4; pair++) {
        const scaleLow = d * packedScale(bytes, at + 4, pair * 2);
        const minimumLow = dmin * packedMinimum(bytes, at + 4, pair * 2);
        const scaleHigh = d * packedScale(bytes, at + 4, pair * 2 + 1);
        const minimumHigh = dmin * packedMinimum(bytes, at + 4, pair * 2 + 1);
        const from = at + 16 + pair * 32;
        const to = first + pair * 64;
        for (let j = 0; j < 32; j++) {
          const codes = bytes[from + j] ?? 0;
          values[to + j] = scaleLow * (codes & 15) - minimumLow;
          values[to + j + 32] = scaleHigh * (codes >> 4) - minimumHigh;
        }
      }
    }
  },
};
