import type { ByteSource } from "../bytes/byteSource.ts";
import { EMBEDDING_BLOCK_BYTES } from "../bytes/limits.ts";
import { readRowVectors, type RowPlaces } from "./rowVectors.ts";
import type { EmbeddingFormat, StaticEmbeddings } from "./staticEmbeddings.ts";
import type { WordTable } from "./wordTable.ts";

/** Words whose vectors stand in the file as they are: a word outside the vocabulary has none. */
export function plainEmbeddings(
  format: EmbeddingFormat,
  words: WordTable,
  places: RowPlaces,
  source: ByteSource,
): StaticEmbeddings {
  const vectors: StaticEmbeddings["vectors"] = (rows, signal) =>
    readRowVectors(source, places, rows, signal);
  return {
    format,
    count: words.count,
    dimensions: places.dimensions,
    rowsAtOnce: Math.max(1, Math.floor(EMBEDDING_BLOCK_BYTES / (places.dimensions * 4))),
    word: (row) => words.word(row),
    indexOf: (word) => words.indexOf(word),
    search: (text, limit) => words.search(text, limit),
    vectors,
    vectorOf: async (word, signal) => {
      const row = words.indexOf(word);
      if (row === undefined) return undefined;
      return { values: await vectors([row], signal), row, subwords: [] };
    },
    matrices: [],
  };
}
