import { FormatError } from "../errors.ts";

/** What a text begins with, and what is written for it. */
export interface Replacement {
  /** Bytes of UTF-8. */
  readonly length: number;
  readonly text: string;
}

/**
 * SentencePiece's table of replacements (`precompiled_charsmap`), little endian:
 * u32 bytes of the trie | trie: u32 units of a double array (Darts-clone) over UTF-8 | texts, each ended by a 0 byte.
 * A unit has: bits 0–7 and 31 the label (31: it is a value), 8 whether a value follows, 9–30 the way to its children.
 * Reference: `Normalizer` of google/sentencepiece.
 */
export class Charsmap {
  readonly #units: Uint32Array;
  readonly #texts: Uint8Array;

  /** @throws FormatError `bad-header` for a table whose sizes do not fit together. */
  constructor(bytes: Uint8Array) {
    const trieBytes = bytes.length < 4 ? 0 : readUnit(bytes, 0);
    if (trieBytes === 0 || trieBytes % 4 !== 0 || 4 + trieBytes >= bytes.length) {
      throw new FormatError(
        "bad-header",
        `The tokenizer's table of replacements has ${bytes.length} bytes and says that its index has ${trieBytes}; a multiple of 4 that leaves room for texts was expected`,
      );
    }
    this.#units = Uint32Array.from({ length: trieBytes / 4 }, (_, index) =>
      readUnit(bytes, 4 + 4 * index),
    );
    this.#texts = bytes.subarray(4 + trieBytes);
  }

  /** The longest entry that the bytes have at `at`. */
  longest(bytes: Uint8Array, at: number): Replacement | undefined {
    return this.#entry(bytes, at, "longest");
  }

  /** The shortest entry that the bytes have at `at`. */
  shortest(bytes: Uint8Array, at: number): Replacement | undefined {
    return this.#entry(bytes, at, "shortest");
  }

  #entry(bytes: Uint8Array, at: number, which: "longest" | "shortest"): Replacement | undefined {
    let found: Replacement | undefined;
    let node = childrenOf(this.#unit(0));
    for (let end = at; end < bytes.length; end += 1) {
      const byte = bytes[end] ?? 0;
      node ^= byte;
      const unit = this.#unit(node);
      if (byte === 0 || (unit & labelBits) >>> 0 !== byte) break;
      node ^= childrenOf(unit);
      if ((unit & hasValue) === 0) continue;
      found = { length: end + 1 - at, text: this.#text(this.#unit(node) & valueBits) };
      if (which === "shortest") break;
    }
    return found;
  }

  #unit(index: number): number {
    const unit = this.#units[index >>> 0];
    if (unit !== undefined) return unit;
    throw new FormatError(
      "bad-header",
      `The tokenizer's table of replacements points to its place ${index >>> 0}; it has ${this.#units.length}`,
    );
  }

  #text(offset: number): string {
    const end = this.#texts.indexOf(0, offset);
    if (end < 0) {
      const message = `The tokenizer's table of replacements points to a text at ${offset}, which does not end; all have ${this.#texts.length} bytes`;
      throw new FormatError("bad-header", message);
    }
    return decoder.decode(this.#texts.subarray(offset, end));
  }
}

const labelBits = 0x800000ff;
const valueBits = 0x7fffffff;
const hasValue = 0x100;

function childrenOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

function readUnit(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

const decoder = new TextDecoder();
