import { halfField, type BlockFormat } from "../blockFormat.ts";
import { iq3XxsGrid } from "../grids/iq3XxsGrid.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { wordAt } from "../wordAt.ts";
import { signByte } from "./signByte.ts";

/**
 * IQ3_XXS: 256 elements in groups of 32; four neighbours are a row of a grid of 256, with signs (`block_iq3_xxs`,
 * `dequantize_row_iq3_xxs`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 64 | row of the grid, a byte for each four elements |
 * | 66 | 32 | a word for each group: four times 7 bits of signs of eight elements and, on top, 4 bits of scale; bytes to ggml |
 *
 * value = d · (scale + ½) / 2 · ± magnitude
 */
export const iq3Xxs: BlockFormat = {
  id: 18,
  blockSize: 256,
  blockBytes: 98,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    const grid = iq3XxsGrid();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 98) {
      const d = halfAt(halves, bytes, at);
      for (let group = 0; group < 8; group++) {
        const word = wordAt(bytes, at + 66 + group * 4);
        const scale = d * ((word >>> 28) + 0.5) * 0.5;
        for (let part = 0; part < 8; part++) {
          const signs = signByte((word >>> ((part >> 1) * 7)) & 127) >> ((part & 1) * 4);
          const row = (bytes[at + 2 + group * 8 + part] ?? 0) * 4;
          const to = first + group * 32 + part * 4;
          for (let j = 0; j < 4; j++) {
            const value = scale * (grid[row + j] ?? 0);
            values[to + j] = (signs >> j) & 1 ? -value : value;
          }
        }
      }
    }
  },
};
