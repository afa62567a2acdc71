import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * TQ1_0: 256 elements of −1, 0 or 1, five to a byte, one scale (`block_tq1_0`, `dequantize_row_tq1_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 32 | digit n of byte j belongs to element 32n + j, n from 0 to 4 |
 * | 32 | 16 | digit n of byte j belongs to element 160 + 16n + j, n from 0 to 4 |
 * | 48 | 4 | digit n of byte j belongs to element 240 + 4n + j, n from 0 to 3 |
 * | 52 | 2 | scale d, half |
 *
 * A byte is a fraction of 256 in base 3, so that digit n is the integer part of 3 · (byte · 3ⁿ mod 256) / 256.
 * value = d · (digit − 1)
 */
export const tq10: BlockFormat = {
  id: 34,
  blockSize: 256,
  blockBytes: 54,
  wideFields: [halfField(52)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 54) {
      const scale = halfAt(halves, bytes, at + 52);
      let to = first;
      for (const { from, count, digits } of parts) {
        for (let n = 0; n < digits; n++) {
          const power = powers[n] ?? 1;
          for (let j = 0; j < count; j++) {
            const shifted = ((bytes[at + from + j] ?? 0) * power) & 255;
            values[to++] = scale * (((shifted * 3) >> 8) - 1);
          }
        }
      }
    }
  },
};

const powers = [1, 3, 9, 27, 81];

const parts = [
  { from: 0, count: 32, digits: 5 },
  { from: 32, count: 16, digits: 5 },
  { from: 48, count: 4, digits: 4 },
];
