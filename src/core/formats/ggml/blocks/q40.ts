import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q4_0: 32 elements of 4 bits around 8, one scale (`block_q4_0`, `dequantize_row_q4_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 16 | codes: byte j has element j in its low and element j + 16 in its high nibble |
 *
 * value = d · (code − 8)
 */
export const q40: BlockFormat = {
  id: 2,
  blockSize: 32,
  blockBytes: 18,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let to = 0, at = 0; to < values.length; to += 32, at += 18) {
      const scale = halfAt(halves, bytes, at);
      for (let j = 0; j < 16; j++) {
        const codes = bytes[at + 2 + j] ?? 0;
        values[to + j] = scale * ((codes & 15) - 8);
        values[to + j + 16] = scale * ((codes >> 4) - 8);
      }
    }
  },
};
