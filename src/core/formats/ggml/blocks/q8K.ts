import type { BlockFormat } from "../blockFormat.ts";

/**
 * Q8_K: 256 signed bytes and one float32 scale (`block_q8_K`, `dequantize_row_q8_K`). ggml computes with it and writes
 * no weights in it; a file may still have it.
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 4 | scale d, float32 |
 * | 4 | 256 | codes, signed, element j in byte 4 + j |
 * | 260 | 32 | sums of each 16 codes, int16; products need them, values do not |
 *
 * value = d · code, rounded once
 */
export const q8K: BlockFormat = {
  id: 15,
  blockSize: 256,
  blockBytes: 292,
  wideFields: [
    { offset: 0, width: 4, count: 1 },
    { offset: 260, width: 2, count: 16 },
  ],
  decode(bytes, values) {
    const codes = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let to = 0, at = 0; to < values.length; to += 256, at += 292) {
      const scale = view.getFloat32(at, true);
      for (let j = 0; j < 256; j++) values[to + j] = scale * (codes[at + 4 + j] ?? 0);
    }
  },
};
