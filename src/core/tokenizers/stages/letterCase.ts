import { type AlignedText, mapChars } from "../alignedText.ts";
import type { Normalizer } from "./stage.ts";

/** Each character by itself, so that a sigma at the end of a word becomes an ordinary one. */
export function lowercase(text: AlignedText): AlignedText {
  return mapChars(text, (char) => char.toLowerCase());
}

/** One character for one: of a small letter that is written as two, the first. */
export function simpleLowercase(char: string): string {
  return String.fromCodePoint(char.toLowerCase().codePointAt(0) ?? 0);
}

/** Drops the marks of one kind; accents that are part of a letter stay unless the text is decomposed first. */
export function stripMarks(marks: RegExp): Normalizer {
  return (text) => mapChars(text, (char) => (marks.test(char) ? "" : char));
}
