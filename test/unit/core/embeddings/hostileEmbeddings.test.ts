import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { openEmbeddings } from "../../../../src/core/embeddings/openEmbeddings.ts";
import type { StaticEmbeddings } from "../../../../src/core/embeddings/staticEmbeddings.ts";
import { FormatError } from "../../../../src/core/errors.ts";
import type { Parsed } from "../../../../src/core/problem.ts";
import type { HostileEntry } from "../hostileEntries.ts";
import { seededRandom } from "../seededRandom.ts";

const fixtures = new URL("../../../fixtures/hostile/", import.meta.url).pathname;
const shared = new URL("../../../../../shared/goldens/hostile/", import.meta.url).pathname;
const goldens = new URL("../../../fixtures/formats/static/", import.meta.url).pathname;
const entries = JSON.parse(
  readFileSync(`${fixtures}static/index.json`, "utf8"),
) as readonly HostileEntry[];

describe("hostile static embeddings", () => {
  it.each(entries.filter(({ file }) => existsSync(fixtures + file)))("$file: $wrong", (entry) =>
    expectOutcome(fixtures, entry),
  );
  it.skipIf(!existsSync(shared)).each(entries)("$file: $wrong (all)", (entry) =>
    expectOutcome(shared, entry),
  );
});

/** An error, or words with problems, as the index says. */
async function expectOutcome(folder: string, entry: HostileEntry): Promise<void> {
  const started = performance.now();
  const outcome = await readAll(readFileSync(folder + entry.file), entry.file);
  expect(performance.now() - started).toBeLessThan(1000);
  if (outcome instanceof FormatError) {
    expect([entry.expected, entry.also]).toContain("error");
    expect(outcome.message).toContain(entry.file);
    expect(outcome.offset).toBeTypeOf("number");
    return;
  }
  expect([entry.expected, entry.also]).toContain("partial");
  expect(outcome.problems.length).toBeGreaterThan(0);
  const { value } = outcome;
  const words = Array.from({ length: value.count }, (_, row) => value.word(row));
  const listable = (entry.listable ?? []).filter((word) => word !== "words");
  expect(words).toEqual(expect.arrayContaining(listable));
}

describe("what the problems say", () => {
  it("names line, offset and counts of a row that is too short or too long", async () => {
    const { value, problems } = await partial("3 3\ncat 1 2 3\ndog 1 2\nfox 1 2 3 4\n", "a.txt");
    expect([value.count, value.word(0)]).toEqual([1, "cat"]);
    expect(problems.map(({ code, offset }) => [code, offset])).toEqual([
      ["row-length", 14],
      ["row-length", 22],
      ["word-count", 0],
    ]);
    expect(problems[0]?.message).toBe(
      "line 3 has 2 values, the vectors of this file have 3; it is left out",
    );
  });

  it("leaves out rows with other spellings of numbers, and keeps NaN and infinity", async () => {
    const text = "cat 1 2 3\na nan 1 2\nb inf 1 2\nc 1e999 1 2\nd 0x10 1 2\ne 1_000 1 2\n";
    const { value, problems } = await partial(text, "a.txt");
    expect(value.count).toBe(4);
    expect([...(await value.vectors([1, 2, 3]))]).toEqual([
      NaN,
      1,
      2,
      Infinity,
      1,
      2,
      Infinity,
      1,
      2,
    ]);
    expect(problems.map(({ code }) => code)).toEqual([
      "not-finite",
      "not-finite",
      "not-finite",
      "bad-number",
      "bad-number",
    ]);
  });

  it("takes runs of spaces for one, and spaces at the ends of a line for none", async () => {
    const text = "cat  1   2 3 \r\n dog 4 5  6\nat the 7 8 9\nfox 1  2\n";
    const { value, problems } = await partial(text, "a.txt");
    const words = Array.from({ length: value.count }, (_, row) => value.word(row));
    expect(words).toEqual(["cat", "dog", "at the"]);
    expect([...(await value.vectors([0, 1, 2]))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(problems.map(({ message }) => message)).toEqual([
      "line 4 has 2 values, the vectors of this file have 3; it is left out",
    ]);
  });

  it("stops at a line that does not end", async () => {
    const { value, problems } = await partial(`a 1 2\n${"x".repeat(9_000_000)}`, "a.vec");
    expect(value.count).toBe(1);
    expect(problems.map(({ code }) => code)).toContain("line-length");
  });

  it("tells words that stand twice and finds the first", async () => {
    const { value, problems } = await partial("3 1\na 1\nb 2\na 3\n", "a.vec");
    expect([value.count, value.indexOf("a")]).toEqual([3, 0]);
    expect(problems.map(({ code }) => code)).toEqual(["duplicate-word"]);
  });

  it("keeps the words of a fastText model that is cut inside its matrix, and refuses their vectors", async () => {
    const bytes = readFileSync(`${goldens}fasttext-no-subwords.bin`).subarray(0, 9547);
    const outcome = await readAll(bytes, "cut.bin");
    if (outcome instanceof FormatError) throw outcome;
    expect(outcome.value.count).toBe(199);
    expect(outcome.problems.map(({ code }) => code)).toEqual(["truncated"]);
    const vectors = outcome.value.vectors([198]);
    await expect(vectors).rejects.toMatchObject({ code: "read-past-end" });
  });

  it.each([
    ["magic", 0, [0xbb], "bad-header"],
    ["version", 4, [99], "unsupported"],
    ["dimensions", 8, [255, 255, 255, 127], "limit-exceeded"],
    ["model", 36, [9], "bad-header"],
    ["words", 64, [255, 255, 255, 127, 255, 255, 255, 127], "bad-header"],
    ["pruned index", 84, [0, 0, 0, 0, 0, 0, 0, 64], "bad-header"],
  ])("refuses a fastText model with a wrong %s", async (_what, offset, bytes, code) => {
    const copy = new Uint8Array(readFileSync(`${goldens}fasttext-no-subwords.bin`));
    copy.set(bytes, offset);
    expect(await readAll(copy, "model.bin")).toMatchObject({ code });
  });
});

describe("broken copies of good files", () => {
  it.each(["word2vec-newlines.bin", "glove-spaces.txt", "fasttext-supervised.bin"])(
    "%s: 300 truncations and bit flips are read or refused",
    async (name) => {
      const random = seededRandom(11);
      const good = readFileSync(goldens + name);
      for (let i = 0; i < 300; i++) {
        const copy = new Uint8Array(
          good.subarray(0, random(4) === 0 ? random(good.length) : good.length),
        );
        for (let flips = random(4); flips > 0; flips--) {
          const at = random(2) === 0 ? random(Math.min(120, copy.length)) : random(copy.length);
          copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
        }
        const outcome = await readAll(copy, name);
        if (outcome instanceof FormatError) continue;
        const { value } = outcome;
        const last = await value.vectors([0, value.count - 1]).catch(asFormatError);
        if (!(last instanceof FormatError)) expect(last.length).toBe(2 * value.dimensions);
      }
    },
  );
});

async function partial(text: string, file: string): Promise<Parsed<StaticEmbeddings>> {
  const outcome = await readAll(new TextEncoder().encode(text), file);
  if (outcome instanceof FormatError) throw outcome;
  return outcome;
}

async function readAll(
  bytes: Uint8Array,
  file: string,
): Promise<Parsed<StaticEmbeddings> | FormatError> {
  try {
    const opened = await openEmbeddings(memorySource(bytes), file);
    return await opened.readVocabulary();
  } catch (error) {
    return asFormatError(error);
  }
}

function asFormatError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  throw error;
}
