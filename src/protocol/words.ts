/**
 * What the Words tab asks of the host. The host asks its own thread the same, which has the vocabulary: words and
 * a few vectors cross, never the file.
 */
import type { EmbeddingFormat } from "../core/embeddings/staticEmbeddings.ts";
import type { Problem } from "../core/problem.ts";

/** Words are looked for by this text or number list; `revision` and `task` are those of every request. */
export interface WordsRequests {
  /** Goes through the file once; `progress` events of this `task` say how far. */
  words: { params: { revision: number; task: string }; result: VocabularyFacts };
  /** Words that begin with the text, then those that hold it elsewhere, in the order of the file. */
  wordSearch: { params: { revision: number; task: string; text: string }; result: WordMatches };
  /** Words nearest to a word, a sum of words or a vector, by cosine, every row compared. */
  wordNeighbours: {
    params: { revision: number; task: string; query: WordQuery; count: number };
    result: WordNeighbours;
  };
  /** A sentence with positions added to its words' vectors. */
  wordSentence: {
    params: { revision: number; task: string; text: string; scheme: string; seed: number };
    result: PositionedSentence;
  };
  /** The quality tests of a scheme's vectors at the file's width, whatever the sentence. */
  wordPositions: {
    params: { revision: number; task: string; scheme: string; seed: number };
    result: PositionTests;
  };
}

export interface VocabularyFacts {
  readonly format: EmbeddingFormat;
  readonly count: number;
  readonly dimensions: number;
  /** Whether words outside the vocabulary get a vector from their subwords. */
  readonly hasSubwords: boolean;
  readonly problems: readonly Problem[];
}

export interface WordMatches {
  readonly words: readonly FoundWord[];
  /** Whether there may be more than were listed. */
  readonly isCut: boolean;
}

export interface FoundWord {
  readonly row: number;
  readonly word: string;
}

export type WordQuery =
  /** One word, or words with plus and minus between them. */
  | { readonly kind: "words"; readonly text: string }
  /** [dimensions]. */
  | { readonly kind: "vector"; readonly values: readonly number[] };

export interface WordNeighbours {
  /** The words that were asked about; empty for a vector. */
  readonly terms: readonly QueryTerm[];
  /** Most similar first. */
  readonly neighbours: readonly NearWord[];
  /** null where there are too few words or dimensions for a plane. */
  readonly plane: WordPlane | null;
}

export interface QueryTerm {
  readonly word: string;
  readonly sign: 1 | -1;
  /** null for a word outside the vocabulary, whose vector is made of its subwords. */
  readonly row: number | null;
  /** Parts that its vector is the mean of; empty where it is stored as it is. */
  readonly subwords: readonly string[];
}

export interface NearWord extends FoundWord {
  /** Cosine, −1 to 1. */
  readonly similarity: number;
}

/** Words seen from the side where they differ most; vectors are brought to length 1 first. */
export interface WordPlane {
  readonly words: readonly PlaneWord[];
  /** [words.length, 2]. */
  readonly points: Float64Array<ArrayBuffer>;
  /** Variance along the two axes, and of all dimensions together. */
  readonly variances: readonly [number, number];
  readonly total: number;
}

export interface PlaneWord {
  readonly word: string;
  /** `asked`: typed by the user; `sum`: what the words or the vector come to; `near`: a neighbour. */
  readonly kind: "asked" | "sum" | "near";
}

/** n words that have a vector, d dimensions; rounded to float32 for the pictures. */
export interface PositionedSentence {
  readonly tokens: readonly PositionedToken[];
  readonly dimensions: number;
  /** [n, d] each: `inputs` = `words` + `positions`. */
  readonly words: Float32Array<ArrayBuffer>;
  readonly positions: Float32Array<ArrayBuffer>;
  readonly inputs: Float32Array<ArrayBuffer>;
  /** Cosines [n, n]; NaN where a vector has no direction. */
  readonly cosines: {
    readonly without: Float32Array<ArrayBuffer>;
    readonly with: Float32Array<ArrayBuffer>;
    readonly positions: Float32Array<ArrayBuffer>;
  };
  /** Root mean square of the vectors' lengths: what is loud and what is not. */
  readonly lengths: { readonly words: number; readonly positions: number };
  readonly collisions: PositionCollisions;
}

/** A word of the sentence; it has a place in it also where it has no vector. */
export interface PositionedToken {
  readonly text: string;
  readonly found: "asTyped" | "lowerCase" | "subwords" | "none";
  readonly position: number;
}

/** Positions that a model can hardly tell apart. Distances are relative to the root mean square of lengths. */
export interface PositionCollisions {
  /** Positions that were compared with each other, in order. */
  readonly compared: number;
  /** Pairs nearer than `thresholds.near`, and of them those nearer than `thresholds.same`. */
  readonly near: number;
  readonly same: number;
  /** The nearest of them. */
  readonly pairs: readonly {
    readonly first: number;
    readonly second: number;
    readonly distance: number;
  }[];
  /** After which all vectors repeat; null where they do not within half of the positions. */
  readonly period: number | null;
  readonly thresholds: { readonly same: number; readonly near: number };
}

export interface PositionTests {
  readonly collisions: PositionCollisions;
  readonly tests: readonly PositionTest[];
}

export interface PositionTest {
  readonly id: string;
  readonly title: string;
  readonly verdict: "pass" | "warn" | "fail";
  readonly value: number | null;
  readonly threshold: string;
  readonly formula: string;
  readonly means: string;
}
