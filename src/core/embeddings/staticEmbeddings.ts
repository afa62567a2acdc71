import type { Parsed } from "../problem.ts";

/** `word-vectors-text` is GloVe's form and, with a header, that of word2vec, gensim and fastText's `.vec`. */
export type EmbeddingFormat = "word2vec-binary" | "word-vectors-text" | "fasttext";

/** A file of static embeddings, known by its first bytes: nothing of its vocabulary is read yet. */
export interface EmbeddingsFile {
  readonly format: EmbeddingFormat;
  readonly dimensions: number;
  /** Words as the header says, which nobody has checked; `undefined` where the format has no header. */
  readonly statedWords: number | undefined;
  /** Words by the length of the first lines, for files without a header. */
  readonly estimatedWords: number | undefined;
  /**
   * Reads the file once in pieces and notes where each vector stands. Memory: the words' bytes and about 20 bytes a
   * word, whatever the file's size.
   * @throws FormatError where no word can be had.
   */
  readVocabulary(options?: ReadingOptions): Promise<Parsed<StaticEmbeddings>>;
}

/** Words with their vectors; rows count from 0 in the order of the file. */
export interface StaticEmbeddings {
  readonly format: EmbeddingFormat;
  readonly count: number;
  readonly dimensions: number;
  /** As many consecutive rows as are best asked for together by whoever wants all of them. */
  readonly rowsAtOnce: number;
  /** Bytes that are not UTF-8 are shown as U+FFFD. */
  word(row: number): string;
  /** First row of exactly this word. */
  indexOf(word: string): number | undefined;
  /** Rows whose words begin with the text, then those that hold it elsewhere, each in the order of the file. */
  search(text: string, limit: number): readonly number[];
  /**
   * float32 vectors [rows.length, dimensions] in the order asked for. Text: the nearest float32 of each decimal, NaN
   * where the file has no number. fastText with subwords: the mean of the word's own row and those of its subwords.
   * @throws FormatError `bad-shape` for a row outside, `limit-exceeded`, and those of the source.
   */
  vectors(rows: readonly number[], signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>>;
  /** `undefined` for a word that the file has no vector for. fastText makes one up from subwords. */
  vectorOf(word: string, signal?: AbortSignal): Promise<WordVector | undefined>;
  /** Further matrices of the file (fastText: `input`, `output`). */
  readonly matrices: readonly EmbeddingMatrix[];
}

export interface WordVector {
  /** [dimensions]. */
  readonly values: Float32Array<ArrayBuffer>;
  /** Row of the word; `undefined` where it is not in the vocabulary. */
  readonly row: number | undefined;
  /** The parts that the vector is the mean of; empty where it is stored as it is. */
  readonly subwords: readonly Subword[];
}

/** A part of a word and its row in the input matrix of fastText. */
export interface Subword {
  readonly text: string;
  readonly row: number;
}

/** A float32 matrix that lies in the file row by row. */
export interface EmbeddingMatrix {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** First byte in the file. */
  readonly offset: number;
}

export interface ReadingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the file that were gone through, and how many there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
