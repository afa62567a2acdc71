import { halfField, type BlockFormat } from "../blockFormat.ts";
import { iq2XsGrid } from "../grids/iq2XsGrid.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { signByte } from "./signByte.ts";

/**
 * IQ2_XS: 256 elements in groups of 16; eight neighbours are a row of a grid of 512, with signs (`block_iq2_xs`,
 * `dequantize_row_iq2_xs`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 64 | 16-bit word for each eight elements: row of the grid in the lower 9 bits, 7 bits of signs above |
 * | 66 | 8 | scales: group g in a nibble of byte g div 2, even groups the low one |
 *
 * value = d · (scale + ½) / 4 · ± magnitude
 */
export const iq2Xs: BlockFormat = {
  id: 17,
  blockSize: 256,
  blockBytes: 74,
  wideFields: [halfField(0), { offset: 2, width: 2, count: 32 }],
  decode(bytes, values) {
    const halves = halfValues();
    const grid = iq2XsGrid();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 74) {
      const d = halfAt(halves, bytes, at);
      for (let part = 0; part < 32; part++) {
        const group = part >> 1;
        const nibble = ((bytes[at + 66 + (group >> 1)] ?? 0) >> ((group & 1) * 4)) & 15;
        const scale = d * (nibble + 0.5) * 0.25;
        const word = (bytes[at + 2 + part * 2] ?? 0) | ((bytes[at + 3 + part * 2] ?? 0) << 8);
        const signs = signByte(word >> 9);
        const row = (word & 511) * 8;
        const to = first + part * 8;
        for (let j = 0; j < 8; j++) {
          const value = scale * (grid[row + j] ?? 0);
          values[to + j] = (signs >> j) & 1 ? -value : value;
        }
      }
    }
  },
};
