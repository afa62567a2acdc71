import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q8_0: 32 signed bytes, one scale (`block_q8_0`, `dequantize_row_q8_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 32 | codes, signed, element j in byte j |
 *
 * value = d · code
 */
export const q80: BlockFormat = {
  id: 8,
  blockSize: 32,
  blockBytes: 34,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    const codes = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let to = 0, at = 0; to < values.length; to += 32, at += 34) {
      const scale = halfAt(halves, bytes, at);
      // Four at a time: the one type where the loop itself weighs as much as its work.
      for (let j = 0, from = at + 2; j < 32; j += 4, from += 4) {
        values[to + j] = scale * (codes[from] ?? 0);
        values[to + j + 1] = scale * (codes[from + 1] ?? 0);
        values[to + j + 2] = scale * (codes[from + 2] ?? 0);
        values[to + j + 3] = scale * (codes[from + 3] ?? 0);
      }
    }
  },
};
