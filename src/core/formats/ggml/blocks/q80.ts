import { halfField, type BlockFormat } from "../blockFormat.ts";
import { halfValues } from "../halfValues.ts";

/**
 * Q8_0: 32 signed bytes, one scale (`block_q8_0`, `dequantize_row_q8_0`).
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 2 | scale d, half |
 * | 2 | 32 | codes, signed, element j in byte j |
 *
 * value = d · code
 */
export const q80: BlockFormat = {
  id: 8,
  blockSize: 32,
  blockBytes: 34,
  wideFields: [halfField(0)],
  decode(bytes, values) {
    const halves = halfValues();
    const words = pairsOf(bytes);
    for (let first = 0, at = 0; first < values.length; first += 32, at += 17) {
      const scale = halves[(words[at] ?? 0) & 0xffff] ?? NaN;
      // There is so little to do for an element here that the loop itself weighs: two words at a time.
      for (let to = first, from = at + 1; to < first + 32; to += 4, from += 2) {
        const low = words[from] ?? 0;
        const high = words[from + 1] ?? 0;
        values[to] = scale * ((low << 24) >> 24);
        values[to + 1] = scale * (low >> 8);
        values[to + 2] = scale * ((high << 24) >> 24);
        values[to + 3] = scale * (high >> 8);
      }
    }
  },
};

/** The bytes two by two, the first in the lower half; they are copied only where they begin at an odd address. */
function pairsOf(bytes: Uint8Array): Int16Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Int16Array(buffer, byteOffset, Math.floor(byteLength / 2));
}
