/** Whether the bytes are UTF-8, without decoding them: asked of every word of a file of millions. */
export function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at++;
      continue;
    }
    const more = followers(lead);
    if (more === 0 || at + more >= to) return false;
    const second = bytes[at + 1] ?? 0;
    if (second < lowest(lead) || second > highest(lead)) return false;
    for (let i = 2; i <= more; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return false;
    at += more + 1;
  }
  return true;
}

/** Bytes after a lead byte; 0 for one that cannot lead. Unicode 16, table 3-7, has this and the ranges below. */
function followers(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
}

/** Lower second bytes would spell a character that a shorter form has. */
function lowest(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

/** Higher ones would be surrogates or past the last code point. */
function highest(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}
