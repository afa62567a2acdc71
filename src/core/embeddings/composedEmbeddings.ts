import type { ByteSource } from "../bytes/byteSource.ts";
import { FASTTEXT_RESIDENT_BYTES } from "../bytes/limits.ts";
import { visitSubwords, type SubwordRule } from "./fastTextSubwords.ts";
import { allocateVectors, decodeLittleEndian, readRowVectors } from "./rowVectors.ts";
import type { EmbeddingMatrix, StaticEmbeddings, Subword } from "./staticEmbeddings.ts";
import type { WordTable } from "./wordTable.ts";

interface Parts {
  readonly words: WordTable;
  readonly rule: SubwordRule;
  readonly matrices: readonly EmbeddingMatrix[];
  readonly input: EmbeddingMatrix;
  readonly source: ByteSource;
}

/**
 * fastText's word vectors: the mean of the rows of a word and of its subwords, in float64 and rounded once. A word
 * outside the vocabulary has the mean of its subwords alone, and no vector where it has none (fastText prints zeros).
 * Source: fastText 0.9.2, FastText::getWordVector, Dictionary::getSubwords.
 */
export function composedEmbeddings(parts: Parts): StaticEmbeddings {
  const { words, rule, matrices, input } = parts;
  const rows = new InputRows(parts);
  return {
    format: "fasttext",
    count: words.count,
    dimensions: input.columns,
    word: (row) => words.word(row),
    indexOf: (word) => words.indexOf(word),
    search: (text, limit) => words.search(text, limit),
    vectors: async (asked, signal) => {
      const values = allocateVectors(asked.length, input.columns);
      for (let at = 0; at < asked.length; at += WORDS_AT_ONCE) {
        const batch = asked.slice(at, at + WORDS_AT_ONCE);
        const lists = batch.map((row) => partRows(words.bytes(row), row, rule));
        const into = values.subarray(at * input.columns, (at + batch.length) * input.columns);
        await rows.means(lists, into, signal);
      }
      return values;
    },
    vectorOf: async (word, signal) => {
      const row = words.indexOf(word);
      const subwords = subwordsOf(word, row, rule);
      if (subwords.length === 0) return undefined;
      const values = new Float32Array(input.columns);
      await rows.means([subwords.map((part) => part.row)], values, signal);
      return { values, row, subwords };
    },
    matrices,
  };
}

/** So many words have their rows read together. */
const WORDS_AT_ONCE = 4096;

/** The mark of the end of a sentence has no parts (Dictionary::EOS). */
const END_OF_SENTENCE = "</s>";

/** The word itself, where it has a row, then its parts in fastText's order. */
function subwordsOf(word: string, row: number | undefined, rule: SubwordRule): readonly Subword[] {
  const found: Subword[] = row === undefined ? [] : [{ text: word, row }];
  if (word === END_OF_SENTENCE || rule.maxn === 0) return found;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  visitSubwords(new TextEncoder().encode(word), rule, (part, bytes) => {
    found.push({ text: decoder.decode(bytes), row: part });
  });
  return found;
}

function partRows(word: Uint8Array, row: number, rule: SubwordRule): readonly number[] {
  const found = [row];
  if (rule.maxn === 0 || isEndOfSentence(word)) return found;
  visitSubwords(word, rule, (part) => {
    found.push(part);
  });
  return found;
}

function isEndOfSentence(word: Uint8Array): boolean {
  if (word.length !== END_OF_SENTENCE.length) return false;
  return word.every((byte, i) => byte === END_OF_SENTENCE.charCodeAt(i));
}

/** Rows of the input matrix: all of them at hand where they are few, else those that a batch of words needs. */
class InputRows {
  readonly #input: EmbeddingMatrix;
  readonly #source: ByteSource;
  #resident: Float32Array | undefined;

  constructor({ input, source }: Parts) {
    this.#input = input;
    this.#source = source;
  }

  /** Mean of the rows of each list, [lists.length, columns]. */
  async means(
    lists: readonly (readonly number[])[],
    into: Float32Array,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { columns } = this.#input;
    const { values, placeOf } = await this.#gather(lists, signal);
    const sum = new Float64Array(columns);
    lists.forEach((list, i) => {
      sum.fill(0);
      for (const row of list) addRow(sum, values, placeOf(row) * columns);
      for (let k = 0; k < columns; k++) into[i * columns + k] = (sum[k] ?? 0) / list.length;
    });
  }

  async #gather(
    lists: readonly (readonly number[])[],
    signal: AbortSignal | undefined,
  ): Promise<{ readonly values: Float32Array; readonly placeOf: (row: number) => number }> {
    const { rows, columns, offset } = this.#input;
    const bytes = rows * columns * 4;
    const isWhole = offset + bytes <= this.#source.byteLength;
    if (lists.length > 1 && isWhole && bytes <= FASTTEXT_RESIDENT_BYTES) {
      this.#resident ??= await this.#read(range(rows), signal);
    }
    if (this.#resident !== undefined) return { values: this.#resident, placeOf: (row) => row };
    const needed = [...new Set(lists.flat())].toSorted((a, b) => a - b);
    const places = new Map(needed.map((row, place) => [row, place]));
    return {
      values: await this.#read(needed, signal),
      placeOf: (row) => places.get(row) ?? 0,
    };
  }

  async #read(rows: readonly number[], signal: AbortSignal | undefined): Promise<Float32Array> {
    const { rows: count, columns: dimensions, offset } = this.#input;
    const width = dimensions * 4;
    const places = {
      count,
      dimensions,
      offset: (row: number) => offset + row * width,
      length: () => width,
      decode: decodeLittleEndian,
    };
    return readRowVectors(this.#source, places, rows, signal);
  }
}

function addRow(sum: Float64Array, values: Float32Array, from: number): void {
  for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + (values[from + k] ?? 0);
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}
