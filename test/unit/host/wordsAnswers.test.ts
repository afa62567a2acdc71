import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../src/core/bytes/memorySource.ts";
import { createWordsAnswers } from "../../../src/host/platform/wordsAnswers.ts";

const folder = new URL("../../fixtures/formats/static/", import.meta.url).pathname;
const { signal } = new AbortController();

function answersOf(file: string, bytes: Uint8Array = readFileSync(folder + file)) {
  const source = memorySource(new Uint8Array(bytes));
  const told: number[] = [];
  const answers = createWordsAnswers(source, file, (_, stop) => ({
    signal: stop,
    progress: (done, total) => told.push(done / total),
  }));
  return { answers, told };
}

const text = (lines: string): ReturnType<typeof answersOf>["answers"] =>
  answersOf("a.vec", new TextEncoder().encode(lines)).answers;

const square = "4 2\neast 3 0\nnorth 0 2\nwest -1 0\nnortheast 5 5\n";

describe("answers about words", () => {
  it("say what the file is, and how far it has been read", async () => {
    const { answers, told } = answersOf("glove-spaces.txt");
    expect(await answers.words({ task: "1" }, signal)).toMatchObject({
      format: "word-vectors-text",
      count: 125,
      dimensions: 20,
      hasSubwords: false,
    });
    expect(told.at(-1)).toBe(1);
  });

  it("find words by their beginning, then by their middle", async () => {
    const { words, isCut } = await text(square).wordSearch({ task: "1", text: "east" }, signal);
    expect(words.map(({ word }) => word)).toEqual(["east", "northeast"]);
    expect(isCut).toBe(false);
    const all = await answersOf("glove-spaces.txt").answers.wordSearch(
      { task: "1", text: "" },
      signal,
    );
    expect(all.words).toHaveLength(50);
    expect(all.isCut).toBe(true);
  });

  it("list the nearest words by cosine without the word itself", async () => {
    const query = { kind: "words", text: "east" } as const;
    const found = await text(square).wordNeighbours({ task: "1", query, count: 3 }, signal);
    expect(found.terms).toEqual([{ word: "east", sign: 1, row: 0, subwords: [] }]);
    expect(found.neighbours.map(({ word }) => word)).toEqual(["northeast", "north", "west"]);
    const [first, second, third] = found.neighbours.map(({ similarity }) => similarity);
    expect(first).toBeCloseTo(Math.SQRT1_2, 12);
    expect([second, third]).toEqual([0, -1]);
  });

  it("add words of length 1, and show what they come to beside their neighbours", async () => {
    const query = { kind: "words", text: "east + north - west" } as const;
    const found = await text(square).wordNeighbours({ task: "1", query, count: 5 }, signal);
    // (1, 0) + (0, 1) − (−1, 0) = (2, 1); only one word was not asked about.
    expect(found.neighbours).toHaveLength(1);
    expect(found.neighbours[0]?.similarity).toBeCloseTo(3 / Math.sqrt(10), 12);
    const plane = found.plane!;
    expect(plane.words.map(({ word, kind }) => `${kind} ${word}`)).toEqual([
      "asked east",
      "asked north",
      "asked west",
      "sum east + north − west",
      "near northeast",
    ]);
    // In two dimensions the plane is all there is.
    expect(plane.variances[0] + plane.variances[1]).toBeCloseTo(plane.total, 9);
    expect(plane.points).toHaveLength(10);
  });

  it("take a vector, and refuse one of another width or words without one", async () => {
    const answers = text(square);
    const ask = (query: Parameters<typeof answers.wordNeighbours>[0]["query"]) =>
      Promise.resolve(answers.wordNeighbours({ task: "1", query, count: 1 }, signal));
    const { neighbours, terms } = await ask({ kind: "vector", values: [-2, 0.1] });
    expect([terms, neighbours[0]?.word]).toEqual([[], "west"]);
    await expect(ask({ kind: "vector", values: [1, 2, 3] })).rejects.toMatchObject({
      code: "bad-shape",
    });
    await expect(ask({ kind: "words", text: "south" })).rejects.toThrow(/no vector for "south"/);
  });

  it("make words up from the subwords of a fastText model, and say of which", async () => {
    const { answers } = answersOf("fasttext-plain.ftz");
    expect(await answers.words({ task: "0" }, signal)).toMatchObject({ hasSubwords: true });
    const plain = answersOf("fasttext-supervised.bin").answers;
    expect(await plain.words({ task: "0" }, signal)).toMatchObject({ hasSubwords: false });
    const query = { kind: "words", text: "solzunekarenne" } as const;
    const { terms, neighbours } = await answers.wordNeighbours(
      { task: "1", query, count: 2 },
      signal,
    );
    expect(terms[0]?.row).toBeNull();
    expect(terms[0]?.subwords.length).toBeGreaterThan(3);
    expect(neighbours).toHaveLength(2);
  });

  it("begin nothing that was cancelled", async () => {
    const { answers, told } = answersOf("glove-spaces.txt");
    const controller = new AbortController();
    const asked = answers.words({ task: "1" }, controller.signal);
    controller.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
    expect(told).toEqual([]);
    expect(await answers.words({ task: "2" }, signal)).toMatchObject({ count: 125 });
  });
});

describe("a sentence with positions", () => {
  const ask = { task: "1", seed: 7 };

  it("keeps the places of words behind one that the file does not have", async () => {
    const params = { ...ask, text: "East south north", scheme: "sinusoidal" };
    const found = await text(square).wordSentence(params, signal);
    expect(found.tokens).toEqual([
      { text: "East", found: "lowerCase", position: 0 },
      { text: "south", found: "none", position: 1 },
      { text: "north", found: "asTyped", position: 2 },
    ]);
    expect([...found.words]).toEqual([3, 0, 0, 2]);
    expect([...found.positions]).toEqual([0, 1, Math.sin(2), Math.cos(2)].map(Math.fround));
    expect(found.inputs).toHaveLength(4);
    expect([...found.cosines.without]).toEqual([1, 0, 0, 1]);
  });

  it("names positions that have the same vector, and their distance", async () => {
    const params = { ...ask, text: "east north west east", scheme: "scalar-absolute" };
    const { collisions } = await text(square).wordSentence(params, signal);
    // In two dimensions sin(πi) + cos(πi) is 1, −1, 1, −1.
    expect(collisions.pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(collisions).toMatchObject({ near: 2, same: 2, period: 2 });
  });

  it("is empty for an empty text", async () => {
    const params = { ...ask, text: " ", scheme: "sinusoidal" };
    const found = await text(square).wordSentence(params, signal);
    expect([found.tokens.length, found.inputs.length, found.collisions.near]).toEqual([0, 0, 0]);
  });

  it("is judged by a scheme's tests at the width of the file", async () => {
    const { answers } = answersOf("glove-spaces.txt");
    const good = await answers.wordPositions({ ...ask, scheme: "sinusoidal" }, signal);
    expect(good.collisions).toMatchObject({ near: 0, period: null, compared: 512 });
    const bad = await answers.wordPositions({ ...ask, scheme: "scalar-absolute" }, signal);
    expect(bad.collisions.period).toBe(20);
    const failed = bad.tests.filter(({ verdict }) => verdict === "fail").map(({ id }) => id);
    expect(failed).toEqual(expect.arrayContaining(["uniqueness", "period", "effective-rank"]));
  });
});
