import { halfField, type BlockFormat } from "../blockFormat.ts";
import { iq1Grid } from "../grids/iq1Grid.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * IQ1_S: 256 elements in groups of 32; eight neighbours are a row of a grid of 2048 over −1, 0 and 1, all of a group
 * moved by an eighth (`block_iq1_s`, `dequantize_row_iq1_s`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 32 | lower eight bits of the row, a byte for each eight elements |
 * | 34 | 16 | 16-bit word for each group: four times the upper 3 bits of a row, 3 bits of scale, sign of the eighth |
 *
 * value = d · (2 · scale + 1) · (level ± ⅛)
 */
export const iq1S: BlockFormat = {
  id: 19,
  blockSize: 256,
  blockBytes: 50,
  wideFields: [halfField(0), { offset: 34, width: 2, count: 8 }],
  decode(bytes, values) {
    const halves = halfValues();
    const grid = iq1Grid();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 50) {
      const d = halfAt(halves, bytes, at);
      for (let group = 0; group < 8; group++) {
        const word = (bytes[at + 34 + group * 2] ?? 0) | ((bytes[at + 35 + group * 2] ?? 0) << 8);
        const scale = d * (2 * ((word >> 12) & 7) + 1);
        const shift = word & 0x8000 ? -0.125 : 0.125;
        for (let part = 0; part < 4; part++) {
          const upper = (word >> (part * 3)) & 7;
          const row = ((bytes[at + 2 + group * 4 + part] ?? 0) | (upper << 8)) * 8;
          const to = first + group * 32 + part * 8;
          for (let j = 0; j < 8; j++) values[to + j] = scale * ((grid[row + j] ?? 0) + shift);
        }
      }
    }
  },
};
