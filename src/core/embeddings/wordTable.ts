import { EMBEDDING_TEXT_LIMIT, EMBEDDING_WORD_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { growTo } from "./growTo.ts";

/** Words by row and rows by word: the bytes of all words in one buffer, and a hash table over them. */
export class WordTable {
  readonly count: number;
  readonly #text: Uint8Array;
  /** [count + 1]: word i is `text[starts[i] … starts[i + 1])`. */
  readonly #starts: Uint32Array;
  /** Row + 1 by hash, 0 where free; open addressing, at most half full. */
  readonly #slots: Uint32Array;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** @throws FormatError `limit-exceeded` for words that were made to collide. */
  constructor(text: Uint8Array, starts: Uint32Array) {
    this.#text = text;
    this.#starts = starts;
    this.count = starts.length - 1;
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * this.count + 2)));
    for (let row = 0; row < this.count; row++) this.#enter(row);
  }

  /** Rows whose word stood in an earlier row already. */
  repeated = 0;

  bytes(row: number): Uint8Array {
    return this.#text.subarray(this.#starts[row] ?? 0, this.#starts[row + 1] ?? 0);
  }

  word(row: number): string {
    return this.#decoder.decode(this.bytes(row));
  }

  /** First row of exactly this word. */
  indexOf(word: string): number | undefined {
    const bytes = new TextEncoder().encode(word);
    const found = this.#slots[this.#slotOf(bytes)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  /** Rows that begin with the text, then those that hold it elsewhere; no more than `limit`. */
  search(text: string, limit: number): readonly number[] {
    const wanted = new TextEncoder().encode(text);
    const first: number[] = [];
    const others: number[] = [];
    for (let row = 0; row < this.count && first.length < limit; row++) {
      const at = positionIn(this.bytes(row), wanted);
      if (at === 0) first.push(row);
      else if (at > 0 && others.length < limit) others.push(row);
    }
    return [...first, ...others].slice(0, limit);
  }

  #enter(row: number): void {
    const slot = this.#slotOf(this.bytes(row));
    if (this.#slots[slot] === 0) this.#slots[slot] = row + 1;
    else this.repeated++;
  }

  /** The slot that holds the word, or the free one where it would go. */
  #slotOf(bytes: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(bytes) & mask;
    for (let step = 0; step < PROBE_LIMIT; step++) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0 || areEqual(this.bytes(entry - 1), bytes)) return slot;
      slot = (slot + 1) & mask;
    }
    throw new FormatError(
      "limit-exceeded",
      `${PROBE_LIMIT} words share one place of the index; a vocabulary of words does not do that`,
    );
  }
}

/** Takes words one by one as they are met in a file. */
export class WordTableBuilder {
  count = 0;
  #text = new Uint8Array(1024);
  #starts = new Uint32Array(256);

  /** `false` where the limits allow no more; the word is not taken then. */
  add(bytes: Uint8Array, from: number, to: number): boolean {
    const begin = this.#starts[this.count] ?? 0;
    const end = begin + to - from;
    if (this.count >= EMBEDDING_WORD_LIMIT || end > EMBEDDING_TEXT_LIMIT) return false;
    this.#text = growTo(this.#text, end);
    this.#text.set(bytes.subarray(from, to), begin);
    this.#starts = growTo(this.#starts, this.count + 2);
    this.count++;
    this.#starts[this.count] = end;
    return true;
  }

  build(): WordTable {
    return new WordTable(this.#text, this.#starts.slice(0, this.count + 1));
  }
}

/** A half full table needs some tens of steps; a file made of colliding words would otherwise take hours. */
const PROBE_LIMIT = 10_000;

/** FNV-1a, mixed once more so that the low bits, which choose the slot, depend on all bytes. */
function hashOf(bytes: Uint8Array): number {
  let hash = 2166136261;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16777619);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Where the part begins in the whole, −1 where it is not in it. */
function positionIn(whole: Uint8Array, part: Uint8Array): number {
  for (let at = 0; at + part.length <= whole.length; at++) {
    let same = 0;
    while (same < part.length && whole[at + same] === part[same]) same++;
    if (same === part.length) return at;
  }
  return -1;
}
