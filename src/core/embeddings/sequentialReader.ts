import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_PIECE_BYTES } from "../bytes/limits.ts";
import type { ReadingOptions } from "./staticEmbeddings.ts";

/**
 * Goes through a source from front to back in pieces. What was read and not yet taken lies in
 * `bytes[at … end)`; `fill` brings more behind it.
 */
export class SequentialReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  readonly #source: ByteSource;
  readonly #options: ReadingOptions;
  /** Offset in the source of the first byte that is not read yet. */
  #next: number;

  constructor(source: ByteSource, offset: number, options: ReadingOptions) {
    this.#source = source;
    this.#options = options;
    this.#next = Math.min(offset, source.byteLength);
  }

  get end(): number {
    return this.bytes.length;
  }

  /** Offset in the source of `bytes[at]`. */
  get offset(): number {
    return this.offsetOf(this.at);
  }

  /** Bytes that lie ahead, read or not. */
  get remaining(): number {
    return this.#source.byteLength - this.offset;
  }

  /** Offset in the source of a byte at hand. */
  offsetOf(at: number): number {
    return this.#next - this.end + at;
  }

  /** One more piece; `false` at the end of the source. Places in `bytes` change: what is kept begins at 0 again. */
  async fill(): Promise<boolean> {
    const { signal, onProgress } = this.#options;
    signal?.throwIfAborted();
    const length = Math.min(EMBEDDING_PIECE_BYTES, this.#source.byteLength - this.#next);
    if (length <= 0) return false;
    const piece = await this.#source.read(this.#next, length, signal);
    this.#next += length;
    this.bytes = this.at === this.end ? piece : joined(this.bytes.subarray(this.at), piece);
    this.at = 0;
    onProgress?.(this.#next, this.#source.byteLength);
    return true;
  }

  /** Brings at least `length` bytes to hand; `false` where the source has fewer. */
  async need(length: number): Promise<boolean> {
    if (this.remaining < length) return false;
    while (this.end - this.at < length) {
      if (!(await this.fill())) return false;
    }
    return true;
  }

  /** Moves on, also past what is at hand, without reading what lies between. */
  skip(length: number): void {
    if (this.at + length <= this.end) {
      this.at += length;
      return;
    }
    const target = Math.min(this.offset + length, this.#source.byteLength);
    this.#next = target;
    this.bytes = new Uint8Array(0);
    this.at = 0;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
