import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { openEmbeddings } from "../../../../src/core/embeddings/openEmbeddings.ts";
import type { StaticEmbeddings } from "../../../../src/core/embeddings/staticEmbeddings.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";

const fixtures = new URL("../../../fixtures/formats/static/", import.meta.url).pathname;
const shared = new URL("../../../../../shared/goldens/formats/static/", import.meta.url).pathname;

interface Golden {
  readonly count: number;
  readonly dim: number;
  readonly words: readonly string[];
  readonly oov_words?: readonly string[];
  readonly labels?: readonly string[];
  readonly subwords?: Readonly<Record<string, readonly [readonly string[], readonly number[]]>>;
}

const goldens = JSON.parse(readFileSync(`${fixtures}expected.json`, "utf8")) as Readonly<
  Record<string, Golden>
>;
const names = Object.keys(goldens);

describe("static embeddings as their own tools read them", () => {
  it.each(names.filter((name) => existsSync(fixtures + name)))("%s", async (name) => {
    await compare(fixtures, name);
  });
  it.skipIf(!existsSync(shared)).each(names)("%s (all goldens)", async (name) => {
    await compare(shared, name);
  });
});

async function compare(folder: string, name: string): Promise<void> {
  const golden = goldens[name]!;
  const source = memorySource(readFileSync(folder + name));
  const file = await openEmbeddings(source, name);
  const { value, problems } = await file.readVocabulary();
  expect(problems).toEqual([]);
  expect([value.count, value.dimensions, file.dimensions]).toEqual([
    golden.count,
    golden.dim,
    golden.dim,
  ]);
  const words = Array.from({ length: value.count }, (_, row) => value.word(row));
  expect(words).toEqual(golden.words);
  expect(words.map((word) => value.indexOf(word))).toEqual(words.map((_, row) => row));
  expect(value.indexOf("not in it")).toBeUndefined();

  const expected = await tensorsOf(`${folder}${name}.expected.safetensors`);
  const rows = words.map((_, row) => row);
  const vectors = await value.vectors(rows);
  const isComposed = file.format === "fasttext";
  expectValues(vectors, expected.get("vectors")!, isComposed ? 1e-6 : 0);
  // Rows in any order, one of them twice.
  const some = [value.count - 1, 3, 3, 0];
  const picked = await value.vectors(some);
  some.forEach((row, i) => {
    const { dimensions: d } = value;
    expect(picked.subarray(i * d, (i + 1) * d)).toEqual(vectors.subarray(row * d, (row + 1) * d));
  });
  await compareUnknownWords(value, golden, expected.get("oov_vectors"));
  await compareSubwords(value, golden);
  for (const matrix of value.matrices) {
    const wanted = expected.get(`${matrix.name}_matrix`);
    if (wanted === undefined) continue;
    const bytes = await source.read(matrix.offset, matrix.rows * matrix.columns * 4);
    expectValues(new Float32Array(bytes.buffer), wanted, 0);
  }
}

/** A word without subwords has no vector here; fastText prints zeros for it. */
async function compareUnknownWords(
  value: StaticEmbeddings,
  golden: Golden,
  expected: Float32Array | undefined,
): Promise<void> {
  for (const [i, word] of (golden.oov_words ?? []).entries()) {
    const wanted = expected!.subarray(i * golden.dim, (i + 1) * golden.dim);
    const vector = await value.vectorOf(word);
    if (vector === undefined) expect([...wanted].every((x) => x === 0)).toBe(true);
    else expectValues(vector.values, wanted, 1e-6);
  }
}

async function compareSubwords(value: StaticEmbeddings, golden: Golden): Promise<void> {
  for (const [word, [texts, rows]] of Object.entries(golden.subwords ?? {})) {
    const subwords = (await value.vectorOf(word))?.subwords ?? [];
    expect(subwords.map(({ text }) => text)).toEqual(texts);
    expect(subwords.map(({ row }) => row)).toEqual(rows);
  }
}

function expectValues(found: Float32Array, expected: Float32Array, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  let largest = 0;
  found.forEach((value, i) => {
    const wanted = expected[i] ?? NaN;
    if (!Object.is(value, wanted)) largest = Math.max(largest, Math.abs(value - wanted) || 1e-45);
  });
  expect(largest).toBeLessThanOrEqual(tolerance);
}

async function tensorsOf(path: string): Promise<ReadonlyMap<string, Float32Array>> {
  const bytes = readFileSync(path);
  const { value } = await readSafetensors(memorySource(bytes), path);
  return new Map(
    value.tensors.map(({ name, offset, byteLength }) => [
      name,
      new Float32Array(new Uint8Array(bytes.subarray(offset, offset + byteLength)).buffer),
    ]),
  );
}
