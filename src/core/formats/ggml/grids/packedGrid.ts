/** Rows of a lattice, one after the other, in as few digits as they need. */
interface PackedGrid {
  /** Bits of one element. */
  readonly bits: 2 | 4;
  /** What each code stands for. */
  readonly levels: readonly number[];
  /** Bytes in hexadecimal; the first element of a byte in its lowest bits. */
  readonly codes: string;
}

/** The elements of all rows, unpacked when first asked for. */
export function packedGrid(packed: PackedGrid): () => Int8Array {
  let elements: Int8Array | undefined;
  return () => (elements ??= unpack(packed));
}

function unpack({ bits, levels, codes }: PackedGrid): Int8Array {
  const perByte = 8 / bits;
  const elements = new Int8Array((codes.length / 2) * perByte);
  for (let i = 0; i < elements.length; i++) {
    const at = Math.floor(i / perByte) * 2;
    const byte = Number.parseInt(codes.slice(at, at + 2), 16);
    elements[i] = levels[(byte >> ((i % perByte) * bits)) & (2 ** bits - 1)] ?? 0;
  }
  return elements;
}
