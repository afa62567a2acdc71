import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { unevenLevels } from "./unevenLevels.ts";

/**
 * IQ4_XS: 256 elements of 4 bits on sixteen uneven levels in groups of 32, each group with a scale of 6 bits around 32
 * (`block_iq4_xs`, `dequantize_row_iq4_xs`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale of the scales d, half |
 * | 2 | 2 | upper two bits of the scales, 16-bit word: group g in bits 2g and 2g + 1 |
 * | 4 | 4 | lower four bits of the scales: group g in a nibble of byte g div 2, even groups the low one |
 * | 8 | 128 | codes, 16 bytes a group: byte j has element j in its low and element j + 16 in its high nibble |
 *
 * value = d · (scale − 32) · level of the code
 */
export const iq4Xs: BlockFormat = {
  id: 23,
  blockSize: 256,
  blockBytes: 136,
  wideFields: [halfField(0), halfField(2)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let first = 0, at = 0; first < values.length; first += 256, at += 136) {
      const d = halfAt(halves, bytes, at);
      for (let group = 0; group < 8; group++) {
        const low = ((bytes[at + 4 + (group >> 1)] ?? 0) >> ((group & 1) * 4)) & 15;
        const high = ((bytes[at + 2 + (group >> 2)] ?? 0) >> ((group & 3) * 2)) & 3;
        const scale = d * ((low | (high << 4)) - 32);
        const from = at + 8 + group * 16;
        const to = first + group * 32;
        for (let j = 0; j < 16; j++) {
          const codes = bytes[from + j] ?? 0;
          values[to + j] = scale * (unevenLevels[codes & 15] ?? 0);
          values[to + j + 16] = scale * (unevenLevels[codes >> 4] ?? 0);
        }
      }
    }
  },
};
