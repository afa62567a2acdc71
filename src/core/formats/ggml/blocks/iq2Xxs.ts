import { halfField, type BlockFormat } from "../blockFormat.ts";
import { iq2XxsGrid } from "../grids/iq2XxsGrid.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { wordAt } from "../wordAt.ts";
import { signByte } from "./signByte.ts";

/**
 * IQ2_XXS: 256 elements in groups of 32; eight neighbours are a row of a grid of 256, with signs (`block_iq2_xxs`,
 * `dequantize_row_iq2_xxs`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 64 | 8 bytes a group, 16-bit words to ggml: four rows of the grid, then a word of four times 7 bits of signs and, on top, 4 bits of scale |
 *
 * value = d · (scale + ½) / 4 · ± magnitude
 */
export const iq2Xxs: BlockFormat = {
  id: 16,
  blockSize: 256,
  blockBytes: 66,
  wideFields: [halfField(0), { offset: 2, width: 2, count: 32 }],
  decode(bytes, values) {
    const halves = halfValues();
    const grid = iq2XxsGrid();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 66) {
      const d = halfAt(halves, bytes, at);
      for (let group = 0; group < 8; group++) {
        const from = at + 2 + group * 8;
        const word = wordAt(bytes, from + 4);
        const scale = d * ((word >>> 28) + 0.5) * 0.25;
        for (let part = 0; part < 4; part++) {
          const signs = signByte((word >>> (part * 7)) & 127);
          const row = (bytes[from + part] ?? 0) * 8;
          const to = first + group * 32 + part * 8;
          for (let j = 0; j < 8; j++) {
            const value = scale * (grid[row + j] ?? 0);
            values[to + j] = (signs >> j) & 1 ? -value : value;
          }
        }
      }
    }
  },
};
