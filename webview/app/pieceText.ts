/**
 * A vocabulary's piece as people read it: byte-level vocabularies write a space as "Ġ" and a line break as "Ċ",
 * SentencePiece ones write a space as "▁". A leading space is shown as "·".
 */
export function pieceText(piece: string): string {
  const shown = piece.replace(/[Ġ▁]/g, "·").replace(/Ċ/g, "↵").replace(/ĉ/g, "⇥");
  return shown === "" ? "∅" : shown;
}
