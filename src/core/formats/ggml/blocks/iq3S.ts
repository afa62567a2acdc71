import { halfField, type BlockFormat } from "../blockFormat.ts";
import { iq3SGrid } from "../grids/iq3SGrid.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * IQ3_S: 256 elements in groups of 32; four neighbours are a row of a grid of 512, with signs (`block_iq3_s`,
 * `dequantize_row_iq3_s`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 64 | lower eight bits of the row, a byte for each four elements |
 * | 66 | 8 | ninth bit of the row: part p in bit p mod 8 of byte p div 8 |
 * | 74 | 32 | signs, a byte for each eight elements |
 * | 106 | 4 | scales: group g in a nibble of byte g div 2, even groups the low one |
 *
 * value = d · (2 · scale + 1) · ± magnitude
 */
export const iq3S: BlockFormat = {
  id: 21,
  blockSize: 256,
  blockBytes: 110,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    const grid = iq3SGrid();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 110) {
      const d = halfAt(halves, bytes, at);
      for (let part = 0; part < 64; part++) {
        const group = part >> 3;
        const nibble = ((bytes[at + 106 + (group >> 1)] ?? 0) >> ((group & 1) * 4)) & 15;
        const scale = d * (2 * nibble + 1);
        const ninth = ((bytes[at + 66 + group] ?? 0) >> (part & 7)) & 1;
        const row = ((bytes[at + 2 + part] ?? 0) | (ninth << 8)) * 4;
        const signs = (bytes[at + 74 + (part >> 1)] ?? 0) >> ((part & 1) * 4);
        const to = first + part * 4;
        for (let j = 0; j < 4; j++) {
          const value = scale * (grid[row + j] ?? 0);
          values[to + j] = (signs >> j) & 1 ? -value : value;
        }
      }
    }
  },
};
