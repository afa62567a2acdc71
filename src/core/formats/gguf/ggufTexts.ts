import { decodeStrictly } from "../../bytes/decodeText.ts";
import { textOf, type ValueBytes } from "./ggufValue.ts";

/**
 * Texts of an array, which the scan has found to lie inside the bytes. What is not UTF-8 is shown as U+FFFD.
 * A decoder's call costs more than a token has to decode, so that many texts are decoded together and cut apart.
 */
export function textsOf({ view, byteOrder }: ValueBytes, count: number): readonly string[] {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const isLittle = byteOrder === "little";
  const texts: string[] = [];
  for (let at = 0; texts.length < count;) {
    const lengths: number[] = [];
    let end = at;
    while (lengths.length < count - texts.length && end - at < BATCH_BYTES) {
      // What is asked for is bounded far below 2^32 bytes, so the other half of a length is 0.
      const length = view.getUint32(isLittle ? end : end + 4, isLittle);
      lengths.push(length);
      end += LENGTH_BYTES + length;
    }
    // Not spread: a batch may have more texts than a call may have arguments.
    for (const text of decodeBatch(bytes.subarray(at, end), lengths)) texts.push(text);
    at = end;
  }
  return texts;
}

const LENGTH_BYTES = 8;

/** A batch ends with the text that reaches this. */
const BATCH_BYTES = 262_144;

function decodeBatch(bytes: Uint8Array, lengths: readonly number[]): readonly string[] {
  const joined = new Uint8Array(bytes.length - lengths.length * LENGTH_BYTES);
  const ends = new Uint32Array(lengths.length);
  let from = 0;
  let to = 0;
  let units = 0;
  let areWhole = true;
  for (let text = 0; text < ends.length; text++) {
    from += LENGTH_BYTES;
    const end = from + (lengths[text] ?? 0);
    // A text that begins inside a character would borrow the other half of the text before.
    if (from < end && isContinuation(bytes[from] ?? 0)) areWhole = false;
    while (from < end) {
      const byte = bytes[from++] ?? 0;
      joined[to++] = byte;
      // Of UTF-16, in which a character of four bytes has two units.
      if (!isContinuation(byte)) units += byte < FOUR_BYTES ? 1 : 2;
    }
    ends[text] = units;
  }
  const together = areWhole ? decodeStrictly(joined) : undefined;
  if (together === undefined) return decodeOneByOne(bytes, lengths);
  let start = 0;
  return Array.from(ends, (end) => {
    const text = together.slice(start, end);
    start = end;
    return text;
  });
}

/** The first byte of a character in four. */
const FOUR_BYTES = 0xf0;

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function decodeOneByOne(bytes: Uint8Array, lengths: readonly number[]): readonly string[] {
  let at = 0;
  return lengths.map((length) => {
    at += LENGTH_BYTES + length;
    return textOf(bytes.subarray(at - length, at));
  });
}
