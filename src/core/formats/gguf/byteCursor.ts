import type { ByteSource } from "../../bytes/byteSource.ts";
import { GGUF_PIECE_BYTES } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";

export type ByteOrder = "little" | "big";

/**
 * Goes through a file from front to back in pieces of a megabyte, so that a header costs a handful of reads however
 * many entries it has. Whoever takes numbers asks `lacks` first and awaits `load` where it says so: what is in memory
 * is then read without a promise for every number.
 */
export class ByteCursor {
  readonly #source: ByteSource;
  readonly #file: string;
  readonly #signal: AbortSignal | undefined;
  #view = new DataView(new ArrayBuffer(0));
  /** Offset in the file of the first byte in memory. */
  #start = 0;
  /** Next byte, from there. */
  #at = 0;
  #littleEndian = true;

  constructor(source: ByteSource, file: string, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#file = file;
    this.#signal = signal;
  }

  set byteOrder(order: ByteOrder) {
    this.#littleEndian = order === "little";
  }

  /** Offset in the file of the next byte. */
  get offset(): number {
    return this.#start + this.#at;
  }

  /** Bytes from here to the end of the file. */
  get remaining(): number {
    return this.#source.byteLength - this.offset;
  }

  /** Whether fewer than `length` of the next bytes are in memory. */
  lacks(length: number): boolean {
    return this.#at + length > this.#view.byteLength;
  }

  /** Brings the next `length` bytes into memory. @throws FormatError `truncated` where the file ends before. */
  async load(length: number, what: string): Promise<void> {
    const { offset, remaining } = this;
    if (length > remaining) {
      throw new FormatError(
        "truncated",
        `${this.#file} ends at byte ${this.#source.byteLength}, inside ${what} at byte ${offset}; is the download complete?`,
        { offset },
      );
    }
    const size = Math.min(Math.max(length, GGUF_PIECE_BYTES), remaining);
    const bytes = await this.#source.read(offset, size, this.#signal);
    this.#signal?.throwIfAborted();
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#start = offset;
    this.#at = 0;
  }

  u32(): number {
    const value = this.#view.getUint32(this.#at, this.#littleEndian);
    this.#at += 4;
    return value;
  }

  u64(): bigint {
    const value = this.#view.getBigUint64(this.#at, this.#littleEndian);
    this.#at += 8;
    return value;
  }

  /** A view of the next bytes, which stays as it is. */
  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at, length);
    this.#at += length;
    return bytes;
  }

  /** Moves on without reading what lies between; the caller has bounded the length by `remaining`. */
  skip(length: number): void {
    this.#at += length;
  }

  /**
   * Moves past texts, each behind its length in 64 bits, as long as they lie in memory whole.
   * Gives how many of the `count` were passed; 0 where the next one is not in memory or claims 2^32 bytes and more.
   */
  skipTexts(count: number): number {
    const view = this.#view;
    const end = view.byteLength;
    const little = this.#littleEndian;
    const low = little ? 0 : 4;
    let at = this.#at;
    let passed = 0;
    while (passed < count && at + 8 <= end) {
      const next = at + 8 + view.getUint32(at + low, little);
      if (next > end || view.getUint32(at + 4 - low, little) !== 0) break;
      at = next;
      passed++;
    }
    this.#at = at;
    return passed;
  }
}
