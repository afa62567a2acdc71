import type { GgufVocabulary } from "../gguf/ggufVocabulary.ts";
import { parseGgufTokenizer } from "../gguf/parseGgufTokenizer.ts";
import { parseTokenizer } from "../hfTokenizer.ts";
import { parseSentencePieceTokenizer } from "../sentencepiece/parseSentencePieceTokenizer.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { parseVocabMerges, type VocabMerges } from "../vocabularies/vocabMerges.ts";
import { parseVocabTxt, type VocabTxt } from "../vocabularies/vocabTxt.ts";

/**
 * What a tokenizer is made of, read and not yet parsed: plain data, so that it can be handed to a thread in which a
 * file's regular expressions may run.
 */
export type TokenizerSource =
  | { readonly kind: "json"; readonly json: string; readonly configJson: string | undefined }
  | { readonly kind: "gguf"; readonly vocabulary: GgufVocabulary }
  | {
      readonly kind: "sentencepiece";
      readonly bytes: Uint8Array;
      readonly configJson: string | undefined;
    }
  | ({ readonly kind: "merges" } & VocabMerges)
  | ({ readonly kind: "wordpiece" } & VocabTxt);

/** @throws FormatError of the parser of its kind. */
export function parseTokenizerSource(source: TokenizerSource): Tokenizer {
  switch (source.kind) {
    case "json":
      return parseTokenizer(source.json, source.configJson);
    case "gguf":
      return parseGgufTokenizer(source.vocabulary);
    case "sentencepiece":
      return parseSentencePieceTokenizer(source.bytes, source.configJson);
    case "merges":
      return parseVocabMerges(source);
    case "wordpiece":
      return parseVocabTxt(source);
  }
}
