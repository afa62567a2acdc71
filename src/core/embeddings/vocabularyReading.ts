import { EMBEDDING_EAGER_BYTES, EMBEDDING_WORD_LIMIT } from "../bytes/limits.ts";
import { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import { FormatError } from "../errors.ts";
import { growTo } from "./growTo.ts";
import { isUtf8 } from "./isUtf8.ts";
import { WordTableBuilder, type WordTable } from "./wordTable.ts";

/** What is gathered while a file is gone through: words, places of their vectors, and what is wrong. */
export class VocabularyReading {
  readonly problems: ProblemList;
  readonly file: string;
  /** Small files have their values looked at as well. */
  readonly checksValues: boolean;
  readonly #words = new WordTableBuilder();
  #offsets = new Float64Array(256);
  #lengths = new Uint32Array(256);

  constructor(file: string, byteLength: number) {
    this.file = file;
    this.problems = new ProblemList(file);
    this.checksValues = byteLength <= EMBEDDING_EAGER_BYTES;
  }

  get count(): number {
    return this.#words.count;
  }

  /** `false` where the limits of words are reached; the rest of the file is left alone then. */
  add(
    bytes: Uint8Array,
    word: { readonly from: number; readonly to: number },
    vector: { readonly offset: number; readonly length: number },
  ): boolean {
    if (!this.#words.add(bytes, word.from, word.to)) {
      this.problems.add(
        "too-many-words",
        "warning",
        `has more words than are indexed (${EMBEDDING_WORD_LIMIT}); the first ${this.count} are shown`,
        { offset: vector.offset },
      );
      return false;
    }
    const row = this.count - 1;
    this.#offsets = growTo(this.#offsets, this.count);
    this.#lengths = growTo(this.#lengths, this.count);
    this.#offsets[row] = vector.offset;
    this.#lengths[row] = vector.length;
    if (!isUtf8(bytes, word.from, word.to)) this.#tellBadWord(vector.offset);
    return true;
  }

  /**
   * @param stated words that the header promises, where there is one
   * @throws FormatError `truncated` where there is not one word with its vector.
   */
  finish(stated: number | undefined): {
    words: WordTable;
    offsets: Float64Array;
    lengths: Uint32Array;
  } {
    if (this.count === 0) {
      const first = this.problems.list[0]?.message ?? "it ends after its header";
      const message = `${this.file} has not one word with its vector: ${first}`;
      throw new FormatError("truncated", message, { offset: this.problems.list[0]?.offset ?? 0 });
    }
    if (stated !== undefined && stated !== this.count) {
      this.problems.add(
        "word-count",
        "warning",
        `its header says ${stated} words, ${this.count} were found; is the download complete?`,
        { offset: 0 },
      );
    }
    const words = this.#words.build();
    if (words.repeated > 0) {
      this.problems.add(
        "duplicate-word",
        "warning",
        `${words.repeated} words stand in it more than once; the first row of each is found by name`,
      );
    }
    return {
      words,
      offsets: this.#offsets.subarray(0, this.count),
      lengths: this.#lengths.subarray(0, this.count),
    };
  }

  #tellBadWord(offset: number): void {
    this.problems.add(
      "bad-encoding",
      "warning",
      `word ${this.count} is not UTF-8; it is shown with U+FFFD`,
      { offset },
    );
  }
}

/** A word as a message repeats it. */
export function shownWord(bytes: Uint8Array): string {
  return shownText(new TextDecoder().decode(bytes));
}
