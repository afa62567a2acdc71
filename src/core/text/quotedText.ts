/** Longest piece of a user's file that a message repeats; the rest is at the range anyway. */
const maxQuoted = 64;

/**
 * Text of a hostile file as a message may show it: in typographic quotes, clipped to 64 characters
 * (code points, so no pair is cut), without control, bidirectional and line-breaking characters.
 */
export function quotedText(text: string): string {
  // A file's key can be megabytes long: cut before it is walked. 2 units per code point are enough.
  const points = Array.from(text.slice(0, 2 * maxQuoted + 2).replace(unprintable, ""));
  const shown = points.slice(0, maxQuoted).join("");
  return points.length > maxQuoted ? `“${shown}…”` : `“${shown}”`;
}

/** Controls, line and paragraph separators, and format characters (among them the bidirectional ones); lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
