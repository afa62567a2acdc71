import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q3_K: 256 elements of 3 bits around 4 in groups of 16, each group with a scale of 6 bits around 32 (`block_q3_K`,
 * `dequantize_row_q3_K`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 32 | third bits: bit p of byte j belongs to element 32p + j |
 * | 32 | 64 | lower two bits: bits 2p and 2p + 1 of byte 32h + j belong to element 128h + 32p + j |
 * | 96 | 12 | scales, see `groupScale` |
 * | 108 | 2 | scale of the scales d, half |
 *
 * value = d · (scale − 32) · (code − 4)
 */
export const q3K: BlockFormat = {
  id: 11,
  blockSize: 256,
  blockBytes: 110,
  wideFields: [halfField(108)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 110) {
      const d = halfAt(halves, bytes, at + 108);
      for (let group = 0; group < 16; group++) {
        const scale = d * (groupScale(bytes, at + 96, group) - 32);
        const half = (group & 1) * 16;
        const from = at + 32 + (group >> 3) * 32 + half;
        const shift = ((group >> 1) & 3) * 2;
        const third = group >> 1;
        const to = first + group * 16;
        for (let j = 0; j < 16; j++) {
          const low = ((bytes[from + j] ?? 0) >> shift) & 3;
          const high = ((bytes[at + half + j] ?? 0) >> third) & 1;
          values[to + j] = scale * ((low | (high << 2)) - 4);
        }
      }
    }
  },
};

/** Lower four bits: a nibble of bytes 0 to 7 (groups 8 to 15 the high one); upper two: a pair of bits of bytes 8 to 11. */
function groupScale(bytes: Uint8Array, at: number, group: number): number {
  const low = ((bytes[at + (group & 7)] ?? 0) >> ((group >> 3) * 4)) & 15;
  const high = ((bytes[at + 8 + (group & 3)] ?? 0) >> ((group >> 2) * 2)) & 3;
  return low | (high << 4);
}
