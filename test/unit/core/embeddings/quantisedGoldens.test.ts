import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { openEmbeddings } from "../../../../src/core/embeddings/openEmbeddings.ts";
import { FormatError } from "../../../../src/core/errors.ts";

const folder = new URL("../../../fixtures/formats/static/", import.meta.url).pathname;

interface Golden {
  readonly dim: number;
  readonly words: readonly string[];
  readonly rows: readonly number[];
  /** Of `rows`. */
  readonly vectors: readonly (readonly number[])[];
  readonly oov_words: readonly string[];
  readonly oov_vectors: readonly (readonly number[])[];
  readonly subwords: Readonly<Record<string, readonly [readonly string[], readonly number[]]>>;
}

/** Made by fastText 0.9.2: supervised, quantised without norms, with norms, and with norms and pruned. */
const goldens = JSON.parse(readFileSync(`${folder}quantised.json`, "utf8")) as Readonly<
  Record<string, Golden>
>;

describe("quantised models of fastText", () => {
  it.each(Object.entries(goldens))("%s", async (name, golden) => {
    const file = await openEmbeddings(memorySource(readFileSync(folder + name)), name);
    const { value, problems } = await file.readVocabulary();
    expect(problems).toEqual([]);
    const words = Array.from({ length: value.count }, (_, row) => value.word(row));
    expect(words).toEqual(golden.words);
    expectNear(await value.vectors(golden.rows), golden.vectors.flat());
    for (const [i, word] of golden.oov_words.entries()) {
      const vector = await value.vectorOf(word);
      const none = new Float32Array(golden.dim);
      expectNear(vector?.values ?? none, golden.oov_vectors[i]!);
    }
    for (const [word, [, rows]] of Object.entries(golden.subwords)) {
      const subwords = (await value.vectorOf(word))?.subwords ?? [];
      expect(subwords.map(({ row }) => row)).toEqual(rows);
    }
    expect(value.matrices).toEqual([]);
  });

  it("are refused where they are cut inside the matrix, or say what cannot be", async () => {
    const good = readFileSync(`${folder}fasttext-norm.ftz`);
    const codes = good.length - 12_000;
    expect(await outcomeOf(good.subarray(0, codes))).toMatchObject({ code: "truncated" });
    const dictionaryEnd = good.indexOf("__label__c") + 21;
    for (const [at, value] of [
      [dictionaryEnd + 17, 0],
      [dictionaryEnd + 17, 77],
      [dictionaryEnd + 10, 99],
    ] as const) {
      const copy = new Uint8Array(good);
      copy[at] = value;
      const outcome = await outcomeOf(copy);
      expect(["bad-shape", "truncated"]).toContain(outcome?.code);
    }
  });
});

function expectNear(found: Float32Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(1e-6);
  });
}

async function outcomeOf(bytes: Uint8Array): Promise<FormatError | undefined> {
  try {
    const file = await openEmbeddings(memorySource(bytes), "model.ftz");
    await file.readVocabulary();
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}
