import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { openEmbeddings } from "../../../../src/core/embeddings/openEmbeddings.ts";
import { readSentence } from "../../../../src/core/embeddings/readSentence.ts";
import type { StaticEmbeddings } from "../../../../src/core/embeddings/staticEmbeddings.ts";

const folder = new URL("../../../fixtures/formats/static/", import.meta.url).pathname;

describe("a sentence as words of a file", () => {
  it("is read as typed, then in small letters, then without its marks", async () => {
    const text = "the 1 0\nU.S. 2 0\nend 3 0\n. 4 0\nmother-in-law 5 0\n";
    const embeddings = await open(new TextEncoder().encode(text), "a.txt");
    const { tokens, vectors } = await readSentence(embeddings, " The U.S. end. Mother-in-law?\n");
    expect(tokens).toEqual([
      { text: "The", found: "lowerCase", row: 0 },
      { text: "U.S.", found: "asTyped", row: 1 },
      { text: "end", found: "asTyped", row: 2 },
      { text: ".", found: "asTyped", row: 3 },
      { text: "Mother-in-law", found: "lowerCase", row: 4 },
      { text: "?", found: "none", row: undefined },
    ]);
    expect([...vectors]).toEqual([1, 0, 2, 0, 3, 0, 4, 0, 5, 0]);
    expect(await readSentence(embeddings, "  ")).toEqual({
      tokens: [],
      vectors: new Float32Array(0),
    });
  });

  it("has vectors for unknown words from a fastText model", async () => {
    const name = "fasttext-plain.ftz";
    const embeddings = await open(readFileSync(folder + name), name);
    const { tokens, vectors } = await readSentence(embeddings, `positional ${embeddings.word(5)}`);
    expect(tokens).toMatchObject([
      { found: "subwords", row: undefined },
      { found: "asTyped", row: 5 },
    ]);
    expect(vectors).toHaveLength(20);
  });

  it("has no more words than can be compared", async () => {
    const embeddings = await open(new TextEncoder().encode("a 1 2 3\n"), "a.txt");
    await expect(readSentence(embeddings, "a ".repeat(2000))).rejects.toThrow(/at most 1024/);
  });
});

async function open(bytes: Uint8Array, name: string): Promise<StaticEmbeddings> {
  const file = await openEmbeddings(memorySource(bytes), name);
  return (await file.readVocabulary()).value;
}
