import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q2_0: 64 elements of 2 bits, one scale (`block_q2_0`, `dequantize_row_q2_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 16 | codes: byte j has elements 4j to 4j + 3, the first in its lowest bits |
 *
 * value = d · (code − 1), so −d, 0, d or 2d
 */
export const q20: BlockFormat = {
  id: 42,
  blockSize: 64,
  blockBytes: 18,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let to = 0, at = 0; to < values.length; to += 64, at += 18) {
      const scale = halfAt(halves, bytes, at);
      for (let j = 0; j < 64; j++) {
        const code = ((bytes[at + 2 + (j >> 2)] ?? 0) >> ((j & 3) * 2)) & 3;
        values[to + j] = scale * (code - 1);
      }
    }
  },
};
