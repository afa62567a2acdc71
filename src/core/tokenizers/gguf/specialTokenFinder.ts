import { type AlignedText, charIndexOf, plainText, sliceText } from "../alignedText.ts";
import type { Section, SectionFinder } from "../section.ts";

/** A special token with the white space that it takes. */
export interface SpecialToken {
  readonly id: number;
  readonly content: string;
  readonly takesLeft: boolean;
  readonly takesRight: boolean;
}

/**
 * Finds special tokens as llama.cpp does: the longest token (in bytes) first, each of its places from the left, and
 * the next token only in what is left over. White space that a token takes belongs to no token.
 */
export class SpecialTokenFinder implements SectionFinder {
  readonly #tokens: readonly SpecialToken[];

  constructor(tokens: readonly SpecialToken[]) {
    this.#tokens = tokens
      .filter(({ content }) => content !== "")
      .map((token) => ({ token, bytes: encoder.encode(token.content).length }))
      .sort((a, b) => b.bytes - a.bytes)
      .map(({ token }) => token);
  }

  split(text: AlignedText): readonly Section[] {
    const plain = plainText(text);
    const present = this.#tokens.filter(({ content }) => plain.includes(content));
    if (present.length === 0) return text.chars.length === 0 ? [] : [{ text, special: undefined }];
    let pieces: readonly Piece[] = [{ from: 0, to: plain.length, special: undefined }];
    for (const token of present) {
      pieces = pieces.flatMap((piece) =>
        piece.special === undefined ? cut(plain, piece, token) : [piece],
      );
    }
    const toChar = charIndexOf(text);
    return pieces.map(({ from, to, special }) => ({
      text: sliceText(text, toChar(from), toChar(to)),
      special,
    }));
  }
}

/** UTF-16 units [from, to) of the text. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly special: number | undefined;
}

function cut(text: string, { from, to }: Piece, token: SpecialToken): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (;;) {
    const found = text.indexOf(token.content, at);
    const end = found + token.content.length;
    if (found < 0 || end > to) break;
    const left = token.takesLeft ? trimEnd(text, at, found) : found;
    if (left > at) pieces.push({ from: at, to: left, special: undefined });
    pieces.push({ from: found, to: end, special: token.id });
    at = token.takesRight ? trimStart(text, end, to) : end;
  }
  if (at < to) pieces.push({ from: at, to, special: undefined });
  return pieces;
}

function trimEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(text[end - 1])) end -= 1;
  return end;
}

function trimStart(text: string, from: number, to: number): number {
  let start = from;
  while (start < to && isSpace(text[start])) start += 1;
  return start;
}

/** White space of C's `isspace`. */
function isSpace(unit: string | undefined): boolean {
  return unit !== undefined && " \t\n\v\f\r".includes(unit);
}

const encoder = new TextEncoder();
