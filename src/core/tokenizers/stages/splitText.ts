import { FormatError } from "../../errors.ts";
import { type AlignedText, sliceText } from "../alignedText.ts";
import type { FieldReader } from "../fieldReader.ts";
import type { Range, TextMatcher } from "../patterns/textMatcher.ts";

/** What becomes of the matches of a splitter. */
export type SplitBehavior =
  "Removed" | "Isolated" | "Contiguous" | "MergedWithPrevious" | "MergedWithNext";

export function readBehavior(fields: FieldReader, whenAbsent?: SplitBehavior): SplitBehavior {
  const name = fields.string("behavior", whenAbsent);
  const behavior = behaviors.find((one) => one === name);
  if (behavior !== undefined) return behavior;
  const message = `"${fields.path("behavior")}" is "${name.slice(0, 60)}"; one of ${behaviors.join(", ")} was expected.`;
  throw new FormatError("unsupported", message);
}

/** Cuts a text at the matches, or inverted at what lies between them; parts without text are left out. */
export function splitText(
  text: AlignedText,
  matcher: TextMatcher,
  behavior: SplitBehavior,
  sense: "plain" | "inverted" = "plain",
): readonly AlignedText[] {
  const pieces = piecesOf(text.chars.length, matcher(text));
  const judged =
    sense === "plain" ? pieces : pieces.map((piece) => ({ ...piece, matched: !piece.matched }));
  return splitPieces(judged, behavior)
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => sliceText(text, from, to));
}

const behaviors: readonly SplitBehavior[] = [
  "Removed",
  "Isolated",
  "Contiguous",
  "MergedWithPrevious",
  "MergedWithNext",
];

interface Piece extends Range {
  readonly matched: boolean;
}

function piecesOf(length: number, matches: readonly Range[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of matches) {
    if (at < from) pieces.push({ from: at, to: from, matched: false });
    pieces.push({ from, to, matched: true });
    at = to;
  }
  if (at < length) pieces.push({ from: at, to: length, matched: false });
  return pieces;
}

function splitPieces(pieces: readonly Piece[], behavior: SplitBehavior): readonly Range[] {
  switch (behavior) {
    case "Removed":
      return pieces.filter(({ matched }) => !matched);
    case "Isolated":
      return pieces;
    case "Contiguous":
      return merge(pieces, (before, piece) => before.matched === piece.matched);
    case "MergedWithPrevious":
      return merge(pieces, (before, piece) => !before.matched && piece.matched);
    case "MergedWithNext":
      return merge(pieces, (before, piece) => before.matched && !piece.matched);
  }
}

/** Joins neighbours where told to; what is joined counts as its last piece. */
function merge(
  pieces: readonly Piece[],
  join: (before: Piece, piece: Piece) => boolean,
): readonly Range[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const before = merged.at(-1);
    if (before !== undefined && join(before, piece)) {
      merged[merged.length - 1] = { ...piece, from: before.from };
    } else {
      merged.push(piece);
    }
  }
  return merged;
}
