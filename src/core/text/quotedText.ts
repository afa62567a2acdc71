/** Longest piece of a user's file that a message repeats; the rest is at the range anyway. */
const maxQuoted = 64;

/**
 * Text of a hostile file as a message may show it: in typographic quotes, clipped to 64 characters
 * (code points, so no pair is cut), without control, bidirectional and line-breaking characters.
 */
export function quotedText(text: string): string {
  // A key can be megabytes long, so only its start is walked. Two units make one code point.
  const start = text.slice(0, 2 * maxQuoted + 2);
  const points = Array.from(start.replace(unprintable, ""));
  const isCut = points.length > maxQuoted || start.length < text.length;
  return `“${points.slice(0, maxQuoted).join("")}${isCut ? "…" : ""}”`;
}

/** Controls, line and paragraph separators, format characters (among them the bidirectional ones), lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
