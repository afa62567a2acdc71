import { halfField, type BlockFormat } from "../blockFormat.ts";
import { iq2SGrid } from "../grids/iq2SGrid.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * IQ2_S: 256 elements in groups of 16; eight neighbours are a row of a grid of 1024, with signs (`block_iq2_s`,
 * `dequantize_row_iq2_s`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 32 | lower eight bits of the row, a byte for each eight elements |
 * | 34 | 32 | signs, a byte for each eight elements |
 * | 66 | 8 | upper two bits of the row: part p in bits 2(p mod 4) and above of byte p div 4 |
 * | 74 | 8 | scales: group g in a nibble of byte g div 2, even groups the low one |
 *
 * value = d · (scale + ½) / 4 · ± magnitude
 */
export const iq2S: BlockFormat = {
  id: 22,
  blockSize: 256,
  blockBytes: 82,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    const grid = iq2SGrid();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 82) {
      const d = halfAt(halves, bytes, at);
      for (let part = 0; part < 32; part++) {
        const group = part >> 1;
        const nibble = ((bytes[at + 74 + (group >> 1)] ?? 0) >> ((group & 1) * 4)) & 15;
        const scale = d * (nibble + 0.5) * 0.25;
        const upper = ((bytes[at + 66 + (part >> 2)] ?? 0) >> ((part & 3) * 2)) & 3;
        const row = ((bytes[at + 2 + part] ?? 0) | (upper << 8)) * 8;
        const signs = bytes[at + 34 + part] ?? 0;
        const to = first + part * 8;
        for (let j = 0; j < 8; j++) {
          const value = scale * (grid[row + j] ?? 0);
          values[to + j] = (signs >> j) & 1 ? -value : value;
        }
      }
    }
  },
};
