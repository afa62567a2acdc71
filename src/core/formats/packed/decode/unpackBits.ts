/**
 * Unsigned codes of a row of bits, lowest bits first, which may run across words: code k begins at bit k · `bits`.
 * Words are little endian, so bytes and words give the same row. `bytes` holds whole rows of `stride` bytes;
 * each gives `count` codes to `into`.
 */
export function unpackBits(
  bytes: Uint8Array,
  {
    bits,
    count,
    stride,
  }: { readonly bits: number; readonly count: number; readonly stride: number },
  into: Float32Array,
): void {
  const mask = (1 << bits) - 1;
  const rows = stride === 0 ? 0 : Math.floor(bytes.length / stride);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const begin = row * stride;
    let bit = 0;
    for (let k = 0; k < count; k++, bit += bits) {
      const at = begin + (bit >> 3);
      // At most eight bits from any bit of a byte lie in two of them.
      const pair = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
      into[to++] = (pair >> (bit & 7)) & mask;
    }
  }
}
