/** Turns elements of `width` bytes round, in place. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  const { buffer, byteOffset, byteLength } = bytes;
  const isAligned = byteOffset % width === 0 && byteLength % width === 0;
  if (width === 1) return;
  if (isAligned && width === 2) swapHalves(new Uint16Array(buffer, byteOffset, byteLength / 2));
  else if (isAligned && width === 4) swapWords(new Uint32Array(buffer, byteOffset, byteLength / 4));
  else if (isAligned && width === 8) swapPairs(new Uint32Array(buffer, byteOffset, byteLength / 4));
  else for (let at = 0; at < byteLength; at += width) bytes.subarray(at, at + width).reverse();
}

function swapHalves(halves: Uint16Array): void {
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] ?? 0;
    halves[i] = (half << 8) | (half >> 8);
  }
}

function swapWords(words: Uint32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = swapped(words[i] ?? 0);
}

function swapPairs(words: Uint32Array): void {
  for (let i = 0; i + 1 < words.length; i += 2) {
    const first = words[i] ?? 0;
    words[i] = swapped(words[i + 1] ?? 0);
    words[i + 1] = swapped(first);
  }
}

function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
