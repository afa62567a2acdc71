import type { AlignedText } from "./alignedText.ts";

/** A part of a text: one token that is looked for before anything else is done, or what lies between. */
export interface Section {
  readonly text: AlignedText;
  /** The id of the token. */
  readonly special: number | undefined;
}

/** Cuts a text at the tokens that it looks for. */
export interface SectionFinder {
  split(text: AlignedText): readonly Section[];
}
