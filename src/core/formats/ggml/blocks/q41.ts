import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q4_1: 32 elements of 4 bits, a scale and a minimum (`block_q4_1`, `dequantize_row_q4_1`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 2 | minimum m, half |
 * | 4 | 16 | codes: byte j has element j in its low and element j + 16 in its high nibble |
 *
 * value = d · code + m; the product is exact in float32 and the sum in float64, so one rounding remains
 */
export const q41: BlockFormat = {
  id: 3,
  blockSize: 32,
  blockBytes: 20,
  wideFields: [halfField(0), halfField(2)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let to = 0, at = 0; to < values.length; to += 32, at += 20) {
      const scale = halfAt(halves, bytes, at);
      const minimum = halfAt(halves, bytes, at + 2);
      for (let j = 0; j < 16; j++) {
        const codes = bytes[at + 4 + j] ?? 0;
        values[to + j] = scale * (codes & 15) + minimum;
        values[to + j + 16] = scale * (codes >> 4) + minimum;
      }
    }
  },
};
