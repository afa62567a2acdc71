/** Tokens of a GGUF file that stand for something else than text. */
export type GgufSpecialName =
  | "bos"
  | "eos"
  | "unknown"
  | "separator"
  | "eot"
  | "eom"
  | "fimPrefix"
  | "fimSuffix"
  | "fimMiddle"
  | "fimPad"
  | "fimRepository"
  | "fimSeparator";

/**
 * A vocabulary as a GGUF file's metadata has it (keys `tokenizer.ggml.*`), as plain values: what is absent in the file
 * is `undefined` here, defaults are those of llama.cpp and stand where they are used.
 */
export interface GgufVocabulary {
  /** "gpt2" (byte-level BPE), "llama" (SentencePiece BPE), "bert" (WordPiece), "t5" (unigram), "rwkv" … */
  readonly model: string;
  /** Name of the pre-tokeniser: "llama-bpe", "qwen2" … */
  readonly pre: string | undefined;
  /** By id. */
  readonly tokens: readonly string[];
  readonly scores: ArrayLike<number> | undefined;
  /** `ggufTokenTypes`, by id. */
  readonly types: ArrayLike<number> | undefined;
  /** "left right", the earliest first. */
  readonly merges: readonly string[] | undefined;
  readonly specialIds: ReadonlyMap<GgufSpecialName, number>;
  readonly addBos: boolean | undefined;
  readonly addEos: boolean | undefined;
  readonly addSpacePrefix: boolean | undefined;
  readonly removeExtraWhitespaces: boolean | undefined;
  readonly lowercase: boolean | undefined;
  readonly stripAccents: boolean | undefined;
  /** SentencePiece's table of replacements. */
  readonly charsmap: Uint8Array | undefined;
  /** `general.architecture` and `general.name`: some models' tokens take white space by their name alone. */
  readonly architecture: string | undefined;
  readonly name: string | undefined;
}

/** Values of `tokenizer.ggml.token_type`. */
export const ggufTokenTypes = {
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  unused: 5,
  byte: 6,
} as const;
