import { SENTENCE_TOKEN_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { allocateVectors } from "./rowVectors.ts";
import type { StaticEmbeddings } from "./staticEmbeddings.ts";

/** A word of a sentence and how its vector was found. */
export interface SentenceToken {
  readonly text: string;
  /** `lowerCase`: the file has it in small letters only. `subwords`: fastText made it up. `none`: it has no vector. */
  readonly found: "asTyped" | "lowerCase" | "subwords" | "none";
  /** Row in the file, where it has one. */
  readonly row: number | undefined;
}

export interface Sentence {
  readonly tokens: readonly SentenceToken[];
  /** Vectors of the tokens that have one, in their order, [those, dimensions]. */
  readonly vectors: Float32Array<ArrayBuffer>;
}

/**
 * A typed sentence as words of the file. Static embeddings have no tokenizer: words are what stands between spaces, as
 * typed or in small letters; where the file has neither, marks are words of their own ("end." is "end" and ".").
 * @throws FormatError `limit-exceeded` for more words than are compared with each other, and those of reading vectors.
 */
export async function readSentence(
  embeddings: StaticEmbeddings,
  text: string,
  signal?: AbortSignal,
): Promise<Sentence> {
  const fields = text.split(/\s+/u).filter((field) => field !== "");
  const words = fields.flatMap((field) => wordsOf(field, embeddings));
  if (words.length > SENTENCE_TOKEN_LIMIT) {
    throw new FormatError(
      "limit-exceeded",
      `the sentence has ${words.length} words, at most ${SENTENCE_TOKEN_LIMIT} are compared with each other`,
    );
  }
  const tokens: SentenceToken[] = [];
  const found: Float32Array[] = [];
  for (const word of words) {
    const { token, values } = await readWord(embeddings, word, signal);
    tokens.push(token);
    if (values !== undefined) found.push(values);
  }
  const vectors = allocateVectors(found.length, embeddings.dimensions);
  found.forEach((values, i) => {
    vectors.set(values, i * embeddings.dimensions);
  });
  return { tokens, vectors };
}

/** What stands between spaces is one word where the file has it, else its letters and its marks. */
function wordsOf(field: string, embeddings: StaticEmbeddings): readonly string[] {
  const known = [field, field.toLowerCase()].some((word) => embeddings.indexOf(word) !== undefined);
  return known ? [field] : (field.match(PARTS) ?? [field]);
}

/** Letters and digits with a hyphen or an apostrophe inside, or one other character. */
const PARTS = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s]/gu;

async function readWord(
  embeddings: StaticEmbeddings,
  text: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly token: SentenceToken; readonly values: Float32Array | undefined }> {
  const small = text.toLowerCase();
  const isTyped = embeddings.indexOf(text) !== undefined;
  const isSmall = !isTyped && embeddings.indexOf(small) !== undefined;
  const vector = await embeddings.vectorOf(isSmall ? small : text, signal);
  if (vector === undefined)
    return { token: { text, found: "none", row: undefined }, values: undefined };
  const inVocabulary = isSmall ? "lowerCase" : "asTyped";
  const found = vector.row === undefined ? "subwords" : inVocabulary;
  return { token: { text, found, row: vector.row }, values: vector.values };
}
