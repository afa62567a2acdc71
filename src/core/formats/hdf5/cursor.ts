import { FormatError } from "../../errors.ts";
import type { Widths } from "./widths.ts";

/** Little-endian fields of one structure, in order. Errors name the offset in the file. */
export class Cursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  readonly #start: number;
  readonly widths: Widths;
  #at = 0;

  constructor(
    bytes: Uint8Array,
    place: { readonly file: string; readonly start: number; readonly widths: Widths },
  ) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = place.file;
    this.#start = place.start;
    this.widths = place.widths;
  }

  /** Offset in the file of what comes next. */
  get offset(): number {
    return this.#start + this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** @throws FormatError `truncated` */
  bytes(length: number): Uint8Array {
    if (length > this.left) {
      throw new FormatError(
        "truncated",
        `${this.#file}: ${length} bytes were to come at ${this.offset}, the structure has ${this.left} left`,
        { offset: this.offset },
      );
    }
    const from = this.#at;
    this.#at += length;
    return this.#bytes.subarray(from, this.#at);
  }

  skip(length: number): void {
    this.bytes(length);
  }

  /** Part of this structure as one of its own. */
  part(length: number): Cursor {
    const start = this.offset;
    return new Cursor(this.bytes(length), { file: this.#file, start, widths: this.widths });
  }

  u8(): number {
    return this.bytes(1)[0] ?? 0;
  }

  u16(): number {
    const at = this.#at;
    this.skip(2);
    return this.#view.getUint16(at, true);
  }

  u32(): number {
    const at = this.#at;
    this.skip(4);
    return this.#view.getUint32(at, true);
  }

  /**
   * An unsigned number of `width` bytes; `undefined` where all bits are set, which stands for "none" in addresses and
   * lengths, and beyond 2^53, which no file has.
   */
  unsigned(width: number): number | undefined {
    const bytes = this.bytes(width);
    if (bytes.every((byte) => byte === 0xff)) return undefined;
    const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }

  address(): number | undefined {
    return this.unsigned(this.widths.address);
  }

  length(): number | undefined {
    return this.unsigned(this.widths.length);
  }

  /** @throws FormatError `bad-magic` where another structure stands here. */
  expect(signature: string): void {
    const offset = this.offset;
    const found = String.fromCharCode(...this.bytes(signature.length));
    if (found === signature) return;
    throw new FormatError(
      "bad-magic",
      `${this.#file}: a structure "${signature}" was to stand at ${offset}, found ${JSON.stringify(found)}`,
      { offset },
    );
  }

  /** @throws FormatError `unsupported` or the code that is given, at this place. */
  refuse(what: string, code: "unsupported" | "bad-value" | "bad-header" = "unsupported"): never {
    throw new FormatError(code, `${this.#file}: ${what}`, { offset: this.offset });
  }
}
