import type { BlockFormat } from "../blockFormat.ts";
import { iq1Grid } from "../grids/iq1Grid.ts";
import { halfValues } from "../halfValues.ts";

/**
 * IQ1_M: 256 elements in groups of 16; eight neighbours are a row of a grid of 2048 over −1, 0 and 1, moved by an
 * eighth (`block_iq1_m`, `dequantize_row_iq1_m`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 32 | lower eight bits of the row, a byte for each eight elements |
 * | 32 | 16 | a nibble for each eight elements, the low one first: upper 3 bits of the row, sign of the eighth |
 * | 48 | 8 | four words of four times 3 bits of scale, group g in word g div 4; on top of each a quarter of the half d |
 *
 * value = d · (2 · scale + 1) · (level ± ⅛). ggml declares bytes only, so nothing of it has an order in a file.
 */
export const iq1M: BlockFormat = {
  id: 29,
  blockSize: 256,
  blockBytes: 56,
  wideFields: [],
  decode(bytes, values) {
    const halves = halfValues();
    const grid = iq1Grid();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 56) {
      const d = halves[quarteredHalf(bytes, at + 48)] ?? NaN;
      for (let part = 0; part < 32; part++) {
        const group = part >> 1;
        const word = at + 48 + (group >> 2) * 2;
        const scales = (bytes[word] ?? 0) | ((bytes[word + 1] ?? 0) << 8);
        const scale = d * (2 * ((scales >> ((group & 3) * 3)) & 7) + 1);
        const nibble = ((bytes[at + 32 + (part >> 1)] ?? 0) >> ((part & 1) * 4)) & 15;
        const shift = nibble & 8 ? -0.125 : 0.125;
        const row = ((bytes[at + part] ?? 0) | ((nibble & 7) << 8)) * 8;
        const to = first + part * 8;
        for (let j = 0; j < 8; j++) values[to + j] = scale * ((grid[row + j] ?? 0) + shift);
      }
    }
  },
};

/** The code of the half-precision scale, of which each of four words has four bits, the lowest first. */
function quarteredHalf(bytes: Uint8Array, at: number): number {
  let code = 0;
  for (let word = 0; word < 4; word++) {
    code |= ((bytes[at + word * 2 + 1] ?? 0) >> 4) << (word * 4);
  }
  return code;
}
