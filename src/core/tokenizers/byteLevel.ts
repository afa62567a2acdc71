import { type AlignedText, mapChars } from "./alignedText.ts";

/**
 * GPT-2's way to write bytes as visible characters: printable ones of Latin-1 stand for themselves,
 * the others for characters from U+0100 on ("Ġ" is the space).
 */
export function toByteChars(text: AlignedText): AlignedText {
  return mapChars(text, (char) =>
    Array.from(encoder.encode(char), (byte) => byteChars[byte]).join(""),
  );
}

/** The 256 characters, by byte. */
export const byteChars: readonly string[] = makeByteChars();

const encoder = new TextEncoder();

function makeByteChars(): readonly string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const visible =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(visible ? byte : next++);
  });
}
