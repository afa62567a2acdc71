import type { AlignedText } from "./alignedText.ts";

/** A text as UTF-8, with the characters that its bytes belong to. */
export interface EncodedChars {
  readonly bytes: Uint8Array;
  /** By character, and one more for the end. */
  readonly byteStarts: Int32Array;
}

export function encodedChars(text: AlignedText): EncodedChars {
  const byteStarts = new Int32Array(text.chars.length + 1);
  text.chars.forEach((char, index) => {
    byteStarts[index + 1] = (byteStarts[index] ?? 0) + bytesOf(char.codePointAt(0) ?? 0);
  });
  return { bytes: encoder.encode(text.chars.join("")), byteStarts };
}

/** One character (U+0000 to U+00FF) for each byte of UTF-8. */
export function byteString(text: string): string {
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/** Bytes of a code point in UTF-8. */
function bytesOf(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

const encoder = new TextEncoder();
