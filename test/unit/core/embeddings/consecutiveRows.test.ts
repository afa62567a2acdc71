import { describe, expect, it } from "vitest";
import { ConsecutiveRows } from "../../../../src/core/embeddings/consecutiveRows.ts";
import type {
  EmbeddingFormat,
  StaticEmbeddings,
} from "../../../../src/core/embeddings/staticEmbeddings.ts";

describe("rows in order", () => {
  it("of a fastText model are read block by block, each block once", async () => {
    const { embeddings, asks } = recorded("fasttext");
    const inOrder = new ConsecutiveRows(embeddings);
    for (let first = 0; first < 5000; first += 500) {
      const vectors = await inOrder.vectors(run(first, 500), undefined);
      expect([vectors[0], vectors[1], vectors.at(-1)]).toEqual([first, -first, -(first + 499)]);
      expect(vectors.buffer.byteLength).toBe(500 * 2 * 4);
    }
    expect(asks).toEqual([2000, 2000, 1000]);
  });

  it("are read as they are asked for where they are few, scattered, or across blocks", async () => {
    const { embeddings, asks } = recorded("fasttext");
    const inOrder = new ConsecutiveRows(embeddings);
    await inOrder.vectors(run(0, 100), undefined);
    await inOrder.vectors([...run(0, 600).slice(1), 0], undefined);
    await inOrder.vectors(run(1800, 600), undefined);
    expect(asks).toEqual([100, 600, 600]);
  });

  it("of other formats are read as they are asked for", async () => {
    const { embeddings, asks } = recorded("word2vec-binary");
    await new ConsecutiveRows(embeddings).vectors(run(0, 1000), undefined);
    expect(asks).toEqual([1000]);
  });
});

function run(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** 5000 words whose vectors are [row, −row]. */
function recorded(format: EmbeddingFormat): { embeddings: StaticEmbeddings; asks: number[] } {
  const asks: number[] = [];
  const embeddings: StaticEmbeddings = {
    format,
    count: 5000,
    dimensions: 2,
    rowsAtOnce: 2000,
    word: String,
    indexOf: Number,
    search: () => [],
    vectors: async (rows) => {
      asks.push(rows.length);
      return Float32Array.from(rows.flatMap((row) => [row, -row]));
    },
    vectorOf: async () => undefined,
    matrices: [],
  };
  return { embeddings, asks };
}
