import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q1_0: 128 signs, one scale (`block_q1_0`, `dequantize_row_q1_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 16 | bit j mod 8 of byte j div 8 belongs to element j |
 *
 * value = d where the bit is set, else −d
 */
export const q10: BlockFormat = {
  id: 41,
  blockSize: 128,
  blockBytes: 18,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let to = 0, at = 0; to < values.length; to += 128, at += 18) {
      const scale = halfAt(halves, bytes, at);
      for (let j = 0; j < 128; j++) {
        const bit = ((bytes[at + 2 + (j >> 3)] ?? 0) >> (j & 7)) & 1;
        values[to + j] = bit === 1 ? scale : -scale;
      }
    }
  },
};
