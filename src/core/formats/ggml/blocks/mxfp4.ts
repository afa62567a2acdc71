import type { BlockFormat } from "../blockFormat.ts";
import { doubledFourBitFloats } from "./fourBitFloats.ts";

/**
 * MXFP4: 32 floats of 4 bits, a power of two as scale (`block_mxfp4`, `dequantize_row_mxfp4`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 1 | exponent e, bias 127 (E8M0) |
 * | 1 | 16 | codes: byte j has element j in its low and element j + 16 in its high nibble |
 *
 * value = 2^(e − 128) · doubled value of the code. Unlike the standard, ggml has no NaN at e = 255.
 */
export const mxfp4: BlockFormat = {
  id: 39,
  blockSize: 32,
  blockBytes: 17,
  wideFields: [],
  decode(bytes, values) {
    const scales = halvedPowers();
    for (let to = 0, at = 0; to < values.length; to += 32, at += 17) {
      const scale = scales[bytes[at] ?? 0] ?? NaN;
      for (let j = 0; j < 16; j++) {
        const codes = bytes[at + 1 + j] ?? 0;
        values[to + j] = scale * (doubledFourBitFloats[codes & 15] ?? 0);
        values[to + j + 16] = scale * (doubledFourBitFloats[codes >> 4] ?? 0);
      }
    }
  },
};

function halvedPowers(): Float32Array {
  powers ??= Float32Array.from({ length: 256 }, (_, exponent) => 2 ** (exponent - 128));
  return powers;
}

let powers: Float32Array | undefined;
