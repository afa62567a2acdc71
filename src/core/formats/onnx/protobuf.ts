import type { ByteSource } from "../../bytes/byteSource.ts";
import { PROTOBUF_FIELD_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";

/** A part of the file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** One field of a message. Its bytes are not read: a tensor of gigabytes is passed over. */
export interface ProtobufField extends ByteRange {
  readonly number: number;
  readonly kind: "varint" | "fixed32" | "fixed64" | "bytes";
  /** Of a varint, as an unsigned number; exact up to 2^53. */
  readonly value: number;
}

/**
 * Messages of protocol buffers over a source, through a small window.
 * Source: the encoding as protobuf.dev describes it.
 */
export class ProtobufReader {
  readonly file: string;
  readonly signal: AbortSignal | undefined;
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;
  #fields = 0;

  constructor(source: ByteSource, file: string, signal: AbortSignal | undefined) {
    this.#source = source;
    this.file = file;
    this.signal = signal;
  }

  /**
   * Calls `visit` with each field of the message at `range`, in order.
   * @throws FormatError `bad-value` for what is no message, `truncated` for a field that is longer than its message,
   * `limit-exceeded` for too many fields in all.
   */
  async eachField(
    { offset, length }: ByteRange,
    visit: (field: ProtobufField) => Promise<void> | undefined,
  ): Promise<void> {
    const end = offset + length;
    for (let at = offset; at < end;) {
      if (!this.#holds(at, Math.min(LONGEST_HEAD, end - at))) await this.#load(at);
      const field = this.#parseField(at, end);
      at = field.offset + field.length;
      const pending = visit(field);
      if (pending !== undefined) await pending;
    }
  }

  async bytes({ offset, length }: ByteRange): Promise<Uint8Array> {
    if (!this.#holds(offset, length)) return this.#source.read(offset, length, this.signal);
    const at = offset - this.#windowStart;
    return this.#window.slice(at, at + length);
  }

  /** At most `limit` bytes of it, as UTF-8. */
  async text({ offset, length }: ByteRange, limit: number): Promise<string> {
    return new TextDecoder().decode(await this.bytes({ offset, length: Math.min(length, limit) }));
  }

  fault(what: string, offset: number): FormatError {
    return new FormatError("bad-value", `${this.file} ${what}, at byte ${offset}`, { offset });
  }

  #holds(offset: number, length: number): boolean {
    const at = offset - this.#windowStart;
    return at >= 0 && at + length <= this.#window.length;
  }

  async #load(offset: number): Promise<void> {
    this.signal?.throwIfAborted();
    const length = Math.min(WINDOW_BYTES, this.#source.byteLength - offset);
    this.#window = await this.#source.read(offset, length, this.signal);
    this.#windowStart = offset;
  }

  #parseField(at: number, end: number): ProtobufField {
    this.#fields++;
    if (this.#fields > PROTOBUF_FIELD_LIMIT) {
      const message = `${this.file} has more than ${PROTOBUF_FIELD_LIMIT} fields`;
      throw new FormatError("limit-exceeded", message, { offset: at });
    }
    const tag = this.#varint(at, end);
    const { number, kind } = this.#parseTag(tag.value, at);
    if (kind === "varint") {
      const { value, next } = this.#varint(tag.next, end);
      return { number, kind, value, offset: tag.next, length: next - tag.next };
    }
    const size = kind === "bytes" ? this.#varint(tag.next, end) : undefined;
    const offset = size?.next ?? tag.next;
    const length = size?.value ?? (kind === "fixed32" ? 4 : 8);
    if (length > end - offset) {
      const message = `${this.file} has a field of ${length} bytes at ${offset}, ${end - offset} are left in what it is in`;
      throw new FormatError("truncated", message, { offset });
    }
    return { number, kind, value: 0, offset, length };
  }

  #parseTag(tag: number, offset: number): Pick<ProtobufField, "number" | "kind"> {
    const number = Math.floor(tag / 8);
    const kind = kinds.get(tag % 8);
    if (kind === undefined || number === 0 || number > HIGHEST_NUMBER) {
      throw this.fault(`has a field of number ${number} and kind ${tag % 8}`, offset);
    }
    return { number, kind };
  }

  /** Seven bits a byte, lowest first. */
  #varint(start: number, end: number): { readonly value: number; readonly next: number } {
    let value = 0;
    for (let i = 0; i < LONGEST_VARINT; i++) {
      const byte = this.#window[start + i - this.#windowStart];
      if (byte === undefined || start + i >= end) throw this.fault("ends inside a number", start);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, next: start + i + 1 };
    }
    throw this.fault(`has a number of more than ${LONGEST_VARINT} bytes`, start);
  }
}

const WINDOW_BYTES = 64 * 1024;
const LONGEST_VARINT = 10;
/** A tag and a length. */
const LONGEST_HEAD = 2 * LONGEST_VARINT;
const HIGHEST_NUMBER = 2 ** 29 - 1;

const kinds: ReadonlyMap<number, ProtobufField["kind"]> = new Map([
  [0, "varint"],
  [1, "fixed64"],
  [2, "bytes"],
  [5, "fixed32"],
]);
