import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * TQ2_0: 256 elements of −1, 0 or 1 in 2 bits, one scale (`block_tq2_0`, `dequantize_row_tq2_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 64 | codes: bits 2p and 2p + 1 of byte 32h + j belong to element 128h + 32p + j |
 * | 64 | 2 | scale d, half |
 *
 * value = d · (code − 1); a code of 3, which no writer makes, gives 2d
 */
export const tq20: BlockFormat = {
  id: 35,
  blockSize: 256,
  blockBytes: 66,
  wideFields: [halfField(64)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 66) {
      const scale = halfAt(halves, bytes, at + 64);
      for (let part = 0; part < 8; part++) {
        const from = at + (part >> 2) * 32;
        const shift = (part & 3) * 2;
        const to = first + part * 32;
        for (let j = 0; j < 32; j++) {
          values[to + j] = scale * ((((bytes[from + j] ?? 0) >> shift) & 3) - 1);
        }
      }
    }
  },
};
