import type { BlockFormat } from "../blockFormat.ts";
import { doubledFourBitFloats } from "./fourBitFloats.ts";

/**
 * NVFP4: 64 floats of 4 bits in four groups of 16, an 8-bit float as scale of each (`block_nvfp4`,
 * `dequantize_row_nvfp4`). The scale of the whole tensor, where there is one, is a tensor of its own.
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 4 | scale d of each group, E4M3 with bias 7; its sign bit is not looked at |
 * | 4 | 32 | codes, 8 bytes a group: byte j has element j in its low and element j + 8 in its high nibble |
 *
 * value = d / 2 · doubled value of the code. A scale of 0x7F, NaN in the standard, is 0 to ggml.
 */
export const nvfp4: BlockFormat = {
  id: 40,
  blockSize: 64,
  blockBytes: 36,
  wideFields: [],
  decode(bytes, values) {
    const scales = halvedScales();
    for (let to = 0, at = 0; to < values.length; to += 64, at += 36) {
      for (let group = 0; group < 4; group++) {
        const scale = scales[bytes[at + group] ?? 0] ?? NaN;
        const from = at + 4 + group * 8;
        const first = to + group * 16;
        for (let j = 0; j < 8; j++) {
          const codes = bytes[from + j] ?? 0;
          values[first + j] = scale * (doubledFourBitFloats[codes & 15] ?? 0);
          values[first + j + 8] = scale * (doubledFourBitFloats[codes >> 4] ?? 0);
        }
      }
    }
  },
};

function halvedScales(): Float32Array {
  table ??= Float32Array.from({ length: 256 }, (_, code) => {
    if (code === 0x7f) return 0;
    const exponent = (code >> 3) & 15;
    const fraction = code & 7;
    return exponent === 0 ? fraction * 2 ** -10 : (1 + fraction / 8) * 2 ** (exponent - 8);
  });
  return table;
}

let table: Float32Array | undefined;
