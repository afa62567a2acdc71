import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";
import { unevenLevels } from "./unevenLevels.ts";

/**
 * IQ4_NL: 32 elements of 4 bits on sixteen uneven levels, one scale (`block_iq4_nl`, `dequantize_row_iq4_nl`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 16 | codes: byte j has element j in its low and element j + 16 in its high nibble |
 *
 * value = d · level of the code
 */
export const iq4Nl: BlockFormat = {
  id: 20,
  blockSize: 32,
  blockBytes: 18,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    for (let to = 0, at = 0; to < values.length; to += 32, at += 18) {
      const scale = halfAt(halves, bytes, at);
      for (let j = 0; j < 16; j++) {
        const codes = bytes[at + 2 + j] ?? 0;
        values[to + j] = scale * (unevenLevels[codes & 15] ?? 0);
        values[to + j + 16] = scale * (unevenLevels[codes >> 4] ?? 0);
      }
    }
  },
};
