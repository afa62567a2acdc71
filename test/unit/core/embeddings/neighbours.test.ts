import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import {
  nearestRows,
  readNearestRows,
  type Neighbour,
} from "../../../../src/core/embeddings/nearestRows.ts";
import { openEmbeddings } from "../../../../src/core/embeddings/openEmbeddings.ts";
import type { StaticEmbeddings } from "../../../../src/core/embeddings/staticEmbeddings.ts";
import { loadBlocks, toBlock } from "../../../../src/core/embeddings/vectorBlocks.ts";
import { addWords, parseArithmetic } from "../../../../src/core/embeddings/wordArithmetic.ts";

const fixtures = new URL("../../../fixtures/formats/static/", import.meta.url).pathname;
const shared = new URL("../../../../../shared/goldens/formats/static/", import.meta.url).pathname;

interface Golden {
  readonly nearest_by_cosine?: Readonly<Record<string, readonly (readonly [string, number])[]>>;
}

const goldens = Object.entries(
  JSON.parse(readFileSync(`${fixtures}expected.json`, "utf8")) as Readonly<Record<string, Golden>>,
).filter(([, golden]) => golden.nearest_by_cosine !== undefined);

describe("nearest words as gensim and fastText find them", () => {
  it.each(goldens.filter(([name]) => existsSync(fixtures + name)))("%s", (name, golden) =>
    compare(fixtures, name, golden),
  );
  it.skipIf(!existsSync(shared)).each(goldens)("%s (all goldens)", (name, golden) =>
    compare(shared, name, golden),
  );
});

/** Similarities to 2e-5; another word may stand in a place only where it is as similar as that. */
async function compare(folder: string, name: string, golden: Golden): Promise<void> {
  const embeddings = await open(readFileSync(folder + name), name);
  const blocks = (await loadBlocks(embeddings))!;
  for (const [word, expected] of Object.entries(golden.nearest_by_cosine ?? {})) {
    const { vector, rows } = await addWords(embeddings, [{ word, sign: 1 }]);
    const ask = { vector, count: expected.length, exclude: rows };
    const found = nearestRows(blocks, ask);
    expect(await readNearestRows(embeddings, ask)).toEqual(found);
    const all = nearestRows(blocks, { ...ask, count: 1000 });
    expected.forEach(([neighbour, similarity], i) => {
      expect(Math.abs(found[i]!.similarity - similarity)).toBeLessThanOrEqual(2e-5);
      const same = all.find(({ row }) => embeddings.word(row) === neighbour);
      expect(Math.abs(same!.similarity - found[i]!.similarity)).toBeLessThanOrEqual(2e-5);
    });
  }
}

describe("neighbours", () => {
  it("leave out what has no direction, what was asked about and nothing else", () => {
    const values = Float32Array.of(1, 0, 0, 0, NaN, 1, Infinity, 0, 0, 2, 3, 0, -1, 0);
    const blocks = [toBlock(0, 2, values.subarray(0, 6)), toBlock(3, 2, values.subarray(6))];
    const found = nearestRows(blocks, { vector: [5, 0], count: 10, exclude: new Set([0]) });
    expect(found).toEqual<Neighbour[]>([
      { row: 5, similarity: 1 },
      { row: 4, similarity: 0 },
      { row: 6, similarity: -1 },
    ]);
  });

  it("give the earlier row among equals, and no more than asked for", () => {
    const block = toBlock(7, 1, Float32Array.of(1, 2, 3, -1));
    const ask = { vector: [1], count: 2, exclude: new Set<number>() };
    expect(nearestRows([block], ask).map(({ row }) => row)).toEqual([7, 8]);
  });

  it("agree with a plain double loop on odd widths", () => {
    const dimensions = 7;
    const values = Float32Array.from({ length: 50 * dimensions }, (_, i) => Math.sin(i * i));
    const vector = values.subarray(0, dimensions);
    const found = nearestRows([toBlock(0, dimensions, values)], {
      vector,
      count: 50,
      exclude: new Set(),
    });
    const expected = Array.from({ length: 50 }, (_, row) => cosine(values, row, dimensions));
    for (const { row, similarity } of found) expect(similarity).toBeCloseTo(expected[row]!, 12);
    expect(found.map(({ similarity }) => similarity)).toEqual(
      found.map(({ similarity }) => similarity).toSorted((a, b) => b - a),
    );
  });

  it.each([[[0, 0]], [[NaN, 1]], [[Infinity, 1]]])("refuse to be asked about %j", (vector) => {
    const ask = { vector, count: 1, exclude: new Set<number>() };
    expect(() => nearestRows([], ask)).toThrow(/no direction/);
  });

  it("end when they are cancelled", async () => {
    const embeddings = await open(new TextEncoder().encode("2 1\na 1\nb 2\n"), "a.vec");
    const stop = new AbortController();
    stop.abort();
    await expect(loadBlocks(embeddings, { signal: stop.signal })).rejects.toThrow(/abort/i);
  });
});

describe("arithmetic with words", () => {
  const text = "5 2\nking 3 1\nman 1 0\nwoman 0 2\nqueen 1 5\nice-cream 1 1\n";

  it("adds directions and leaves the words out of the answer", async () => {
    const embeddings = await open(new TextEncoder().encode(text), "a.vec");
    const terms = parseArithmetic("king - man + woman");
    const { vector, rows } = await addWords(embeddings, terms);
    const unit = [3 / Math.sqrt(10) - 1 + 0, 1 / Math.sqrt(10) - 0 + 1];
    expect(vector[0]).toBeCloseTo(unit[0]!, 15);
    expect(vector[1]).toBeCloseTo(unit[1]!, 15);
    const blocks = (await loadBlocks(embeddings))!;
    const [first] = nearestRows(blocks, { vector, count: 1, exclude: rows });
    expect(embeddings.word(first!.row)).toBe("queen");
  });

  it("reads signs between spaces only", () => {
    expect(parseArithmetic("  ice-cream − at the + -5 ")).toEqual([
      { word: "ice-cream", sign: 1 },
      { word: "at the", sign: -1 },
      { word: "-5", sign: 1 },
    ]);
    for (const wrong of ["", "a + ", "+", "- a", "a - + b"]) {
      expect(() => parseArithmetic(wrong), wrong).toThrow(/sign without a word/);
    }
  });

  it("names the words that the file does not have", async () => {
    const embeddings = await open(new TextEncoder().encode(text), "a.vec");
    const sum = addWords(embeddings, parseArithmetic("king - prince + duke"));
    await expect(sum).rejects.toThrow('the file has no vector for "prince", "duke"');
  });
});

describe("search for words", () => {
  it("lists those that begin with the text first, up to a limit", async () => {
    const text = "a art 1\nb start 1\nc arts 1\n".replaceAll(/^. /gm, "");
    const embeddings = await open(new TextEncoder().encode(`3 1\n${text}`), "a.vec");
    const found = (limit: number): string[] =>
      embeddings.search("art", limit).map((row) => embeddings.word(row));
    expect(found(10)).toEqual(["art", "arts", "start"]);
    expect(found(2)).toEqual(["art", "arts"]);
    expect(embeddings.search("", 2)).toEqual([0, 1]);
  });
});

function cosine(values: Float32Array, row: number, dimensions: number): number {
  let [dot, a, b] = [0, 0, 0];
  for (let i = 0; i < dimensions; i++) {
    const [x, y] = [values[i]!, values[row * dimensions + i]!];
    dot += x * y;
    a += x * x;
    b += y * y;
  }
  return dot / Math.sqrt(a * b);
}

async function open(bytes: Uint8Array, name: string): Promise<StaticEmbeddings> {
  const file = await openEmbeddings(memorySource(bytes), name);
  return (await file.readVocabulary()).value;
}
