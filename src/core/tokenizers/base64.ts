import { FormatError } from "../errors.ts";

/** Bytes of a text in base64 with its padding. @throws FormatError `bad-header` for another alphabet or length. */
export function fromBase64(text: string): Uint8Array {
  const body = text.replace(/={1,2}$/, "");
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*$/.test(body)) {
    const message = `A text of ${text.length} characters was expected to be base64 and is not`;
    throw new FormatError("bad-header", message);
  }
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < body.length; index += 1) {
    bits = ((bits << 6) | valueOf(body.charCodeAt(index))) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = bits >> held;
    at += 1;
  }
  return bytes;
}

/** A–Z, a–z, 0–9, +, / */
function valueOf(code: number): number {
  if (code >= 0x61) return code - 0x61 + 26;
  if (code >= 0x41) return code - 0x41;
  if (code >= 0x30) return code - 0x30 + 52;
  return code === 0x2b ? 62 : 63;
}
