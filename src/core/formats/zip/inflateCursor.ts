import { Inflate } from "fflate";
import { INFLATE_PIECE_BYTES } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";

/** A deflated stream and how its bytes are read. */
export interface DeflatedSource {
  /** For messages. */
  readonly name: string;
  readonly deflatedLength: number;
  /** What it is said to inflate to; more is refused. */
  readonly inflatedLength: number;
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
}

/**
 * Inflates forward, a piece at a time, and hands out ranges; nothing but the current piece is kept.
 * A range that begins before `position` is gone: whoever wants it begins anew. One read at a time.
 */
export class InflateCursor {
  readonly #source: DeflatedSource;
  readonly #inflate = new Inflate((chunk) => this.#take(chunk));
  /** Inflated and not yet past: `#chunks` begin at byte `#start` of the stream and end at `#end`. */
  #chunks: Uint8Array[] = [];
  #start = 0;
  #end = 0;
  /** Deflated bytes that were read, and those of them that are still to be inflated. */
  #fetched = 0;
  #pending: Uint8Array = new Uint8Array(0);
  #pieceBytes = SMALLEST;

  constructor(source: DeflatedSource) {
    this.#source = source;
  }

  /** The earliest byte that can still be had. */
  get position(): number {
    return this.#start;
  }

  /**
   * @throws FormatError `read-past-end` outside the stated length, `bad-value` where the stream is none or has more
   * than it is said to have, `truncated` where it has less.
   */
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = offset + length;
    if (offset < this.#start || end > this.#source.inflatedLength) {
      throw new FormatError(
        "read-past-end",
        `${this.#source.name}: asked for ${length} bytes at ${offset}, it inflates to ${this.#source.inflatedLength}`,
        { offset },
      );
    }
    const into = new Uint8Array(length);
    this.#copy(into, offset);
    while (this.#end < end) await this.#step(into, offset);
    return into;
  }

  /** Inflates what was read in pieces that cannot grow large, as far as it is asked for. */
  async #step(into: Uint8Array, offset: number): Promise<void> {
    if (this.#pending.length === 0) this.#pending = await this.#fetch();
    while (this.#pending.length > 0 && this.#end < offset + into.length) {
      const piece = this.#pending.subarray(0, this.#pieceBytes);
      const before = this.#end;
      this.#push(piece);
      this.#pending = this.#pending.subarray(piece.length);
      // Weights hardly shrink, and large pieces are quicker; what shrinks much is taken in small ones.
      const isMuch = this.#end - before > MUCH * piece.length;
      this.#pieceBytes = isMuch ? SMALLEST : Math.min(INFLATE_PIECE_BYTES, 2 * this.#pieceBytes);
      this.#copy(into, offset);
    }
  }

  async #fetch(): Promise<Uint8Array> {
    const { name, deflatedLength, inflatedLength, read } = this.#source;
    const left = deflatedLength - this.#fetched;
    if (left === 0) {
      const message = `${name} inflates to ${this.#end} bytes, it is said to have ${inflatedLength}`;
      throw new FormatError("truncated", message, { offset: this.#end });
    }
    const bytes = await read(this.#fetched, Math.min(left, READ_PIECES * this.#pieceBytes));
    this.#fetched += bytes.length;
    return bytes;
  }

  #push(piece: Uint8Array): void {
    try {
      this.#inflate.push(new Uint8Array(piece));
    } catch (error) {
      if (!isFlateError(error)) throw error;
      const message = `${this.#source.name} is no deflated stream: ${error.message}`;
      throw new FormatError("bad-value", message, { offset: this.#end, cause: error });
    }
  }

  #take(chunk: Uint8Array): void {
    this.#end += chunk.length;
    this.#chunks.push(chunk);
    if (this.#end <= this.#source.inflatedLength) return;
    const message = `${this.#source.name} inflates to more than the ${this.#source.inflatedLength} bytes it is said to have`;
    throw new FormatError("bad-value", message, { offset: this.#end });
  }

  /** Copies what is there of a range, and lets go of chunks before its end, but for the last. */
  #copy(into: Uint8Array, offset: number): void {
    const end = offset + into.length;
    let at = this.#start;
    for (const chunk of this.#chunks) {
      const from = Math.max(offset, at);
      const to = Math.min(end, at + chunk.length);
      if (from < to) into.set(chunk.subarray(from - at, to - at), from - offset);
      at += chunk.length;
    }
    while (this.#chunks.length > 1) this.#start += this.#chunks.shift()?.length ?? 0;
  }
}

const SMALLEST = 1024;
/** Bytes of one byte. */
const MUCH = 16;
/** Pieces that are read at once; between reads others have their turn, and whoever cancels is heard. */
const READ_PIECES = 16;

function isFlateError(error: unknown): error is Error & { readonly code: number } {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}
