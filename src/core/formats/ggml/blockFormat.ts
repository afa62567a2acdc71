/** How one quantisation type of ggml lays out its blocks, and how they become numbers. */
export interface BlockFormat {
  /** Number of the type in ggml and in GGUF files. */
  readonly id: number;
  /** Elements of one block; rows are whole blocks. */
  readonly blockSize: number;
  readonly blockBytes: number;
  /** Fields of more than one byte in a block: all that a big-endian file turns round. */
  readonly wideFields: readonly WideField[];
  /**
   * Fills `values` from its `values.length / blockSize` blocks at the start of `bytes`, little endian. Exactly the
   * float32 of ggml's own `dequantize_row_…`; allocates nothing for a block. Callers have checked the lengths.
   */
  decode(bytes: Uint8Array, values: Float32Array): void;
}

/** `count` neighbouring fields of `width` bytes each. */
export interface WideField {
  readonly offset: number;
  readonly width: 2 | 4;
  readonly count: number;
}

/** The one half-precision number that most types have, the scale of the block. */
export function halfField(offset: number): WideField {
  return { offset, width: 2, count: 1 };
}
