import type { AlignedText } from "./alignedText.ts";
import type { Charsmap } from "./charsmap.ts";
import { type EncodedChars, encodedChars } from "./encodedChars.ts";

/** What is written for the characters [from, to) of a text. */
export interface ReplacedPart {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** For a text: what is kept of it from a place on, whatever the table says. */
export type KeptParts = (text: AlignedText) => (at: number) => ReplacedPart | undefined;

/**
 * A text as SentencePiece's normaliser takes it apart: tokens that the user defined as they are, the longest entries
 * of the table by what it says, all else character by character.
 */
export function* replacedParts(
  text: AlignedText,
  charsmap: Charsmap | undefined,
  kept: KeptParts,
): Generator<ReplacedPart, void> {
  const keptAt = kept(text);
  const encoded = charsmap === undefined ? undefined : encodedChars(text);
  for (let from = 0; from < text.chars.length;) {
    const part = keptAt(from) ?? replacedAt(text, from, charsmap, encoded);
    yield part;
    from = part.to;
  }
}

function replacedAt(
  { chars }: AlignedText,
  from: number,
  charsmap: Charsmap | undefined,
  encoded: EncodedChars | undefined,
): ReplacedPart {
  let to = from + 1;
  const start = encoded?.byteStarts[from] ?? 0;
  const found = encoded === undefined ? undefined : charsmap?.longest(encoded.bytes, start);
  if (found === undefined) return { from, to, text: chars[from] ?? "" };
  while (to < chars.length && (encoded?.byteStarts[to] ?? 0) < start + found.length) to += 1;
  return { from, to, text: found.text };
}
