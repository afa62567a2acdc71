import { FASTTEXT_PART_LIMIT, FASTTEXT_SUM_BYTES } from "../bytes/limits.ts";
import { visitSubwords, type SubwordRule } from "./fastTextSubwords.ts";
import type { MatrixRows } from "./matrixRows.ts";
import { meansOfRows, RowLists } from "./meansOfRows.ts";
import { allocateVectors, requireRowsInside } from "./rowVectors.ts";
import type { EmbeddingMatrix, StaticEmbeddings, Subword } from "./staticEmbeddings.ts";
import type { WordTable } from "./wordTable.ts";

interface Parts {
  readonly words: WordTable;
  readonly rule: SubwordRule;
  readonly matrices: readonly EmbeddingMatrix[];
  readonly input: MatrixRows;
}

/**
 * fastText's word vectors: the mean of the rows of a word and of its subwords, in float64 and rounded once. A word
 * outside the vocabulary has the mean of its subwords alone, and no vector where it has none (fastText prints zeros).
 * Source: fastText 0.9.2, FastText::getWordVector, Dictionary::getSubwords.
 */
export function composedEmbeddings(parts: Parts): StaticEmbeddings {
  const { words, rule, matrices, input } = parts;
  const columns = input.columns;
  return {
    format: "fasttext",
    count: words.count,
    dimensions: columns,
    rowsAtOnce: Math.max(1, Math.floor(FASTTEXT_SUM_BYTES / (columns * 8))),
    word: (row) => words.word(row),
    indexOf: (word) => words.indexOf(word),
    search: (text, limit) => words.search(text, limit),
    vectors: async (rows, signal) => {
      requireRowsInside(rows, words.count);
      const values = allocateVectors(rows.length, columns);
      for (let at = 0; at < rows.length;) {
        const lists = listParts(parts, rows, at);
        const into = values.subarray(at * columns, (at + lists.count) * columns);
        await meansOfRows(input, lists, { into, signal });
        at += lists.count;
      }
      return values;
    },
    vectorOf: async (word, signal) => {
      const row = words.indexOf(word);
      const subwords = subwordsOf(word, row, rule);
      if (subwords.length === 0) return undefined;
      const lists = new RowLists();
      for (const part of subwords) lists.add(part.row);
      lists.endWord();
      const values = new Float32Array(columns);
      await meansOfRows(input, lists, { into: values, signal });
      return { values, row, subwords };
    },
    matrices,
  };
}

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

/** The rows behind as many words, from `at` on, as are summed in one go. */
function listParts({ words, rule, input }: Parts, rows: readonly number[], at: number): RowLists {
  const lists = new RowLists();
  const most = Math.max(1, Math.floor(FASTTEXT_SUM_BYTES / (input.columns * 8)));
  while (at + lists.count < rows.length && lists.count < most) {
    const row = rows[at + lists.count] ?? 0;
    lists.add(row);
    const word = words.bytes(row);
    if (rule.maxn > 0 && !isEndOfSentence(word))
      visitSubwords(word, rule, (part) => lists.add(part));
    lists.endWord();
    if (lists.rows.length > FASTTEXT_PART_LIMIT) break;
  }
  return lists;
}

function isEndOfSentence(word: Uint8Array): boolean {
  if (word.length !== END_OF_SENTENCE.length) return false;
  return word.every((byte, i) => byte === END_OF_SENTENCE.charCodeAt(i));
}
