import type { AlignedText } from "../alignedText.ts";

/** A token of one part of a text. */
export interface ModelToken {
  readonly id: number;
  /** As the vocabulary writes it. */
  readonly token: string;
  /** Characters [from, to) of the part. */
  readonly from: number;
  readonly to: number;
}

/** Cuts a part of a text into tokens of a vocabulary. */
export interface TokenizerModel {
  readonly vocabulary: ReadonlyMap<string, number>;
  tokenize(part: AlignedText): readonly ModelToken[];
}
