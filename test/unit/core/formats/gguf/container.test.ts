import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { decodeFloats } from "../../../../../src/core/formats/decodeFloats.ts";
import type { GgufMetadata } from "../../../../../src/core/formats/gguf/ggufMetadata.ts";
import type { GgufValue } from "../../../../../src/core/formats/gguf/ggufValue.ts";
import { readGguf, type GgufFile } from "../../../../../src/core/formats/gguf/readGguf.ts";
import { readSafetensors } from "../../../../../src/core/formats/safetensors.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

const fixtures = fileURLToPath(
  new URL("../../../../fixtures/formats/gguf-container/", import.meta.url),
);
const shared = fileURLToPath(
  new URL("../../../../../../shared/goldens/formats/gguf-container/", import.meta.url),
);

interface ExpectedEntry {
  readonly key: string;
  readonly type: string;
  readonly item_type?: string;
  readonly length?: number;
  readonly value?: unknown;
  readonly first?: readonly unknown[];
  readonly last?: readonly unknown[];
  readonly sum?: number;
  readonly sha256_of_values_joined_by_newline?: string;
}

interface ExpectedTensor {
  readonly name: string;
  readonly ne: readonly number[];
  readonly type: string;
  readonly offset: number;
  readonly absolute_offset: number;
  readonly nbytes: number;
}

interface ExpectedFile {
  readonly file?: string;
  readonly version?: number;
  readonly endian?: string;
  readonly alignment?: number;
  readonly data_offset?: number;
  readonly kv: readonly ExpectedEntry[];
  readonly tensors: readonly ExpectedTensor[];
}

/** Integers beyond 2^53 and what JSON has no number for are texts in the goldens. */
function plain(value: GgufValue | undefined): unknown {
  if (Array.isArray(value)) return value.map((item: GgufValue) => plain(item));
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value;
}

async function checkEntry(metadata: GgufMetadata, entry: ExpectedEntry): Promise<void> {
  const { key } = entry;
  expect(metadata.entry(key)?.type, key).toBe(entry.type);
  const value = await metadata.value(key);
  if (entry.item_type === "ARRAY") {
    const inner = entry.value as { readonly value: unknown }[];
    expect(plain(value), key).toEqual(inner.map((item) => item.value));
    return;
  }
  if (entry.item_type !== undefined) {
    expect(metadata.entry(key)?.items, key).toEqual({ type: entry.item_type, count: entry.length });
  }
  if (entry.first === undefined) {
    expect(plain(value), key).toEqual(entry.value);
    return;
  }
  const items = plain(value) as readonly unknown[];
  expect(items, key).toHaveLength(entry.length ?? -1);
  expect(items.slice(0, 16), key).toEqual(entry.first);
  expect(items.slice(-16), key).toEqual(entry.last);
  const strings = await metadata.strings(key);
  const numbers = await metadata.numbers(key);
  if (entry.sha256_of_values_joined_by_newline !== undefined) {
    const hash = createHash("sha256")
      .update((strings ?? []).join("\n"))
      .digest("hex");
    expect(hash, key).toBe(entry.sha256_of_values_joined_by_newline);
    expect(numbers).toBeUndefined();
  } else {
    expect(
      numbers?.reduce((sum, number) => sum + number, 0),
      key,
    ).toBe(entry.sum);
    expect(strings).toBeUndefined();
  }
}

async function checkFile(file: GgufFile, expected: ExpectedFile): Promise<void> {
  expect(file.version).toBe(expected.version ?? file.version);
  expect(file.byteOrder).toBe(expected.endian ?? "little");
  expect(file.alignment).toBe(expected.alignment ?? file.alignment);
  expect(file.dataOffset).toBe(expected.data_offset ?? file.dataOffset);
  expect(file.metadata.entries.map(({ key }) => key)).toEqual(expected.kv.map(({ key }) => key));
  for (const entry of expected.kv) await checkEntry(file.metadata, entry);
  expect(
    file.tensors.map(({ name, shape, dtypeName, offset, byteLength }) => ({
      name,
      ne: shape.toReversed(),
      type: dtypeName,
      offset: offset - file.dataOffset,
      absolute_offset: offset,
      nbytes: byteLength,
    })),
  ).toEqual(expected.tensors);
}

/** Every tensor's values, all of them and its rows backwards, against the bytes of the reference. */
async function checkValues(
  files: readonly GgufFile[],
  folder: string,
  name: string,
): Promise<void> {
  const path = `${folder}${name}.expected.safetensors`;
  if (!existsSync(path)) return;
  const contents = Object.fromEntries(
    files.map(({ file }) => [`/m/${file}`, readFileSync(folder + file)]),
  );
  const bytes = readFileSync(path);
  const { value: expected } = await readSafetensors(memorySource(bytes), "expected");
  const tensors = files.flatMap((file) => file.tensors);
  const table = { tensors, metadata: new Map<string, string>(), format: "gguf" };
  const reader = new TensorReader(memoryFiles(contents), "/m", table);
  expect(expected.tensors.map((tensor) => tensor.name).toSorted()).toEqual(
    tensors.map((tensor) => tensor.name).toSorted(),
  );
  for (const { name, shape, offset, byteLength, dtypeName } of expected.tensors) {
    const want = bytes.subarray(offset, offset + byteLength);
    const read = await reader.readTensor(name);
    expect(read.shape, name).toEqual(shape);
    if (read.dtype !== dtypeName) {
      // Halves are widened in the golden; the reader gives them as they are.
      expect([read.dtype, dtypeName]).toEqual(["F16", "F32"]);
      expect(Buffer.from(decodeFloats("F16", read.bytes).buffer).equals(want), name).toBe(true);
      continue;
    }
    expect(Buffer.from(read.bytes).equals(want), name).toBe(true);
    const count = shape[0] ?? 1;
    const rows = Array.from({ length: count }, (_, row) => count - 1 - row);
    const backwards = Buffer.from((await reader.readRows(name, rows)).bytes);
    const width = byteLength / count;
    const turned = Buffer.concat(
      rows.map((row) => want.subarray(row * width, row * width + width)),
    );
    expect(backwards.equals(turned), name).toBe(true);
  }
  await reader.close();
}

async function open(folder: string, file: string): Promise<GgufFile> {
  const { value, problems } = await readGguf(memorySource(readFileSync(folder + file)), file);
  expect(problems).toEqual([]);
  return value;
}

const names = readdirSync(fixtures)
  .filter((name) => name.endsWith(".expected.json") && !name.startsWith("tiny-shards"))
  .map((name) => name.replace(".expected.json", ""));

const readExpected = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(`${folder}${name}.expected.json`, "utf8"));

/** The folder is the list of tests: X.gguf beside X.expected.json, as gguf-py and ggml read it. */
describe("GGUF as the references read it", () => {
  it.each(names)("%s", async (name) => {
    const file = await open(fixtures, `${name}.gguf`);
    await checkFile(file, readExpected(fixtures, name) as ExpectedFile);
    await checkValues([file], fixtures, name);
  });

  it("three files of one model", async () => {
    const { shards } = readExpected(fixtures, "tiny-shards") as {
      readonly shards: readonly ExpectedFile[];
    };
    const files = await Promise.all(shards.map(async ({ file = "" }) => open(fixtures, file)));
    for (const [index, shard] of shards.entries()) {
      const file = files[index];
      if (file === undefined) expect.fail(`shard ${index} is missing`);
      await checkFile(file, shard);
    }
    await checkValues(files, fixtures, "tiny-shards");
  });

  it.skipIf(!existsSync(shared))("a vocabulary of 50 000 tokens", async () => {
    const name = "vocabulary-50000";
    const file = await open(shared, `${name}.gguf`);
    await checkFile(file, readExpected(shared, name) as ExpectedFile);
  });
});
