/** A text cut into tokens. The three lists run in step. */
export interface Encoding {
  readonly ids: readonly number[];
  /** Pieces as the vocabulary writes them ("Ġthe", "▁the"). */
  readonly tokens: readonly string[];
  /** Half-open ranges of the text in Unicode code points; `[p, p]` for tokens without text. */
  readonly offsets: readonly (readonly [number, number])[];
}

/** The one shape that every vocabulary is mapped into. */
export interface Tokenizer {
  readonly vocabSize: number;
  /** Special tokens are added as the file's post-processor says. @throws FormatError `bad-token` */
  encode(text: string): Encoding;
  /** The piece of an id, or `undefined` where the vocabulary has none. */
  piece(id: number): string | undefined;
}
