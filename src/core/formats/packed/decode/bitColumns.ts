/** Codes that run down the columns of a table of words, lowest bits first, from a word into the one below it. */
export class BitColumns {
  readonly #words: Uint32Array;
  readonly #width: number;
  readonly #bits: number;
  readonly #mask: number;

  /** @param layout Words of a row of the table, and bits of a code, at most 8. */
  constructor(words: Uint32Array, layout: { readonly width: number; readonly bits: number }) {
    this.#words = words;
    this.#width = layout.width;
    this.#bits = layout.bits;
    this.#mask = (1 << layout.bits) - 1;
  }

  /** The code that begins at a bit of a column, counted from the column's first word. */
  at(column: number, bit: number): number {
    const at = (bit >>> 5) * this.#width + column;
    const shift = bit & 31;
    const low = (this.#words[at] ?? 0) >>> shift;
    if (shift + this.#bits <= 32) return low & this.#mask;
    return (low | ((this.#words[at + this.#width] ?? 0) << (32 - shift))) & this.#mask;
  }
}
