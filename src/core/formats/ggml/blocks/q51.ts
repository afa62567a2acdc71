import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { wordAt } from "../wordAt.ts";

/**
 * Q5_1: 32 elements of 5 bits, a scale and a minimum (`block_q5_1`, `dequantize_row_q5_1`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 2 | minimum m, half |
 * | 4 | 4 | fifth bits: bit j of this little-endian word belongs to element j |
 * | 8 | 16 | lower four bits: byte j has element j in its low and element j + 16 in its high nibble |
 *
 * value = d · code + m
 */
export const q51: BlockFormat = {
  id: 7,
  blockSize: 32,
  blockBytes: 24,
  wideFields: [halfField(0), halfField(2)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let to = 0, at = 0; to < values.length; to += 32, at += 24) {
      const scale = halfAt(halves, bytes, at);
      const minimum = halfAt(halves, bytes, at + 2);
      const fifths = wordAt(bytes, at + 4);
      for (let j = 0; j < 16; j++) {
        const codes = bytes[at + 8 + j] ?? 0;
        values[to + j] = scale * ((codes & 15) | (((fifths >>> j) & 1) << 4)) + minimum;
        values[to + j + 16] = scale * ((codes >> 4) | (((fifths >>> (j + 16)) & 1) << 4)) + minimum;
      }
    }
  },
};
