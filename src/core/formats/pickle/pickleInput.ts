import { FormatError } from "../../errors.ts";

/** The bytes of a pickle from front to back. Every length is held against what is left before anything is taken. */
export class PickleInput {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  /** Where the next byte is. */
  offset: number;

  constructor(bytes: Uint8Array, offset: number, file: string) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
    this.offset = offset;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A length of 64 bits; beyond 2^53 it is past any end anyway. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** Big endian, as the format has it for this one. */
  f64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.bytes.subarray(at, at + length);
  }

  /** Up to the end of the line, which is passed. */
  line(): Uint8Array {
    const end = this.bytes.indexOf(NEWLINE, this.offset);
    if (end < 0) throw this.#truncated("a line");
    const line = this.bytes.subarray(this.offset, end);
    this.offset = end + 1;
    return line;
  }

  /** @throws FormatError `truncated` where fewer bytes are left. */
  need(length: number): void {
    if (length < 0 || length > this.bytes.length - this.offset) {
      throw this.#truncated(`${length} bytes`);
    }
  }

  #advance(length: number): number {
    this.need(length);
    const at = this.offset;
    this.offset += length;
    return at;
  }

  #truncated(wanted: string): FormatError {
    return new FormatError(
      "truncated",
      `${this.#file}: the pickle asks for ${wanted} at byte ${this.offset}, ${this.bytes.length - this.offset} are left`,
      { offset: this.offset },
    );
  }
}

const NEWLINE = 0x0a;
