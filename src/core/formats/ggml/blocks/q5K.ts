import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { packedMinimum, packedScale } from "./packedScales.ts";

/**
 * Q5_K: 256 elements of 5 bits in groups of 32, each group with a scale and a minimum of 6 bits (`block_q5_K`,
 * `dequantize_row_q5_K`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale of the scales d, half |
 * | 2 | 2 | scale of the minima dmin, half |
 * | 4 | 12 | scales and minima, see `packedScale` |
 * | 16 | 32 | fifth bits: bit g of byte j belongs to element j of group g |
 * | 48 | 128 | lower four bits: byte 32p + j has an element of group 2p in its low, of group 2p + 1 in its high nibble |
 *
 * value = d · scale · code − dmin · minimum
 */
export const q5K: BlockFormat = {
  id: 13,
  blockSize: 256,
  blockBytes: 176,
  wideFields: [halfField(0), halfField(2)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 176) {
      const d = halfAt(halves, bytes, at);
      const dmin = halfAt(halves, bytes, at + 2);
      for (let pair = 0; pair < 4; pair++) {
        const group = pair * 2;
        const scaleLow = d * packedScale(bytes, at + 4, group);
        const minimumLow = dmin * packedMinimum(bytes, at + 4, group);
        const scaleHigh = d * packedScale(bytes, at + 4, group + 1);
        const minimumHigh = dmin * packedMinimum(bytes, at + 4, group + 1);
        const from = at + 48 + pair * 32;
        const to = first + pair * 64;
        for (let j = 0; j < 32; j++) {
          const codes = bytes[from + j] ?? 0;
          const fifths = (bytes[at + 16 + j] ?? 0) >> group;
          values[to + j] = scaleLow * ((codes & 15) | ((fifths & 1) << 4)) - minimumLow;
          values[to + j + 32] = scaleHigh * ((codes >> 4) | ((fifths & 2) << 3)) - minimumHigh;
        }
      }
    }
  },
};
