import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfAt, halfValues } from "../halfValues.ts";

/**
 * Q6_K: 256 elements of 6 bits around 32 in groups of 16, each group with a scale of 8 bits (`block_q6_K`,
 * `dequantize_row_q6_K`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 128 | lower four bits: byte 64h + 32p + j has elements 128h + 32p + j (low nibble) and 64 further on (high) |
 * | 128 | 64 | upper two bits: bits 2p and 2p + 1 of byte 32h + j belong to element 128h + 32p + j |
 * | 192 | 16 | scale of each group, signed |
 * | 208 | 2 | scale of the scales d, half |
 *
 * value = d · scale · (code − 32). The first product is exact in float32, so one rounding remains.
 */
export const q6K: BlockFormat = {
  id: 14,
  blockSize: 256,
  blockBytes: 210,
  wideFields: [halfField(208)],
  decode(bytes, values) {
    const halves = halfValues();
    const signed = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let first = 0, at = 0; first < values.length; first += 256, at += 210) {
      const d = halfAt(halves, bytes, at + 208);
      // Sixteen bytes of upper bits give four elements each: j, j + 32, j + 64 and j + 96 of their half of the block.
      for (let part = 0; part < 4; part++) {
        const low = at + (part >> 1) * 64 + (part & 1) * 16;
        const high = at + 128 + part * 16;
        const scales = at + 192 + (part >> 1) * 8 + (part & 1);
        const to = first + (part >> 1) * 128 + (part & 1) * 16;
        const scale0 = d * (signed[scales] ?? 0);
        const scale1 = d * (signed[scales + 2] ?? 0);
        const scale2 = d * (signed[scales + 4] ?? 0);
        const scale3 = d * (signed[scales + 6] ?? 0);
        for (let j = 0; j < 16; j++) {
          const even = bytes[low + j] ?? 0;
          const odd = bytes[low + j + 32] ?? 0;
          const upper = bytes[high + j] ?? 0;
          values[to + j] = scale0 * (((even & 15) | ((upper & 3) << 4)) - 32);
          values[to + j + 32] = scale1 * (((odd & 15) | ((upper & 12) << 2)) - 32);
          values[to + j + 64] = scale2 * (((even >> 4) | (upper & 48)) - 32);
          values[to + j + 96] = scale3 * (((odd >> 4) | ((upper >> 6) << 4)) - 32);
        }
      }
    }
  },
};
