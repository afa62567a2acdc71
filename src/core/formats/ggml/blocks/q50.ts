import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { wordAt } from "../wordAt.ts";

/**
 * Q5_0: 32 elements of 5 bits around 16, one scale (`block_q5_0`, `dequantize_row_q5_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 4 | fifth bits: bit j of this little-endian word belongs to element j |
 * | 6 | 16 | lower four bits: byte j has element j in its low and element j + 16 in its high nibble |
 *
 * value = d · (code − 16). The word of fifth bits is four bytes to ggml, so no field that big-endian files turn round.
 */
export const q50: BlockFormat = {
  id: 6,
  blockSize: 32,
  blockBytes: 22,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let to = 0, at = 0; to < values.length; to += 32, at += 22) {
      const scale = halfAt(halves, bytes, at);
      const fifths = wordAt(bytes, at + 2);
      for (let j = 0; j < 16; j++) {
        const codes = bytes[at + 6 + j] ?? 0;
        values[to + j] = scale * (((codes & 15) | (((fifths >>> j) & 1) << 4)) - 16);
        values[to + j + 16] = scale * (((codes >> 4) | (((fifths >>> (j + 16)) & 1) << 4)) - 16);
      }
    }
  },
};
