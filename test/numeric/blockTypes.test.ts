import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeFloats } from "../../src/core/formats/decodeFloats.ts";
import { decodeStored } from "../../src/core/formats/decodeStored.ts";
import { blockTypes } from "../../src/core/formats/ggml/blockTypes.ts";
import { ggmlType } from "../../src/core/formats/ggml/ggmlTypes.ts";
import { readGguf } from "../../src/core/formats/gguf/readGguf.ts";
import { readSafetensors } from "../../src/core/formats/safetensors.ts";
import type { TensorInfo } from "../../src/core/formats/tensorTable.ts";
import { TensorReader } from "../../src/core/workspace/tensorReader.ts";
import { nodeFiles } from "../../src/node/nodeFiles.ts";

const goldens = fileURLToPath(new URL("../../../shared/goldens/formats", import.meta.url));
const isThere = existsSync(goldens);

interface ListedType {
  readonly type: number;
  readonly block_size: number;
  readonly block_bytes: number;
  readonly values: boolean;
}

/** Files of several blocks and rows, quantised by ggml and of random bits; single blocks are in the unit tests too. */
describe.skipIf(!isThere)("ggml types as gguf-py and ggml decode them", () => {
  const types = isThere
    ? (JSON.parse(readFileSync(`${goldens}/gguf/types.json`, "utf8")) as Readonly<
        Record<string, ListedType>
      >)
    : {};
  const withValues = Object.keys(types).filter((name) => types[name]?.values === true);

  it("are all listed with their number and size", () => {
    for (const [name, { type, block_size, block_bytes, values }] of Object.entries(types)) {
      const listed = ggmlType(type);
      expect(listed).toMatchObject({ name, blockSize: block_size, blockBytes: block_bytes });
      expect(listed?.dtype !== undefined || listed?.blockType !== undefined, name).toBe(values);
    }
    expect(ggmlType(4), "Q4_2, which ggml took out").toBeUndefined();
    expect(Object.keys(blockTypes).filter((name) => types[name] === undefined)).toEqual([]);
  });

  it.each(withValues)("%s", async (name) => {
    const shapes = await compare("gguf", name);
    const quantised = ["rows", "random", "single"];
    expect([...shapes.keys()]).toEqual(name in blockTypes ? quantised : ["rows", "single"]);
    expect(shapes.get("rows")?.[0], "several rows").toBe(5);
  });

  it("Q8_1 is listed and has no values", async () => {
    const { tensors, reader } = await open("gguf", "Q8_1.gguf");
    expect(tensors.map(({ dtypeName, dtype }) => [dtypeName, dtype])).toEqual(
      Array(3).fill(["Q8_1", undefined]),
    );
    await expect(reader.readTensor("rows")).rejects.toMatchObject({ code: "unsupported" });
    await reader.close();
  });

  it("big-endian blocks, of which only the scales are turned", async () => {
    expect([...(await compare("gguf-container", "big-endian-blocks")).keys()]).toHaveLength(4);
  });
});

/** Reads each tensor decoded and as it is stored. @returns the shapes by name, once all values are the same. */
async function compare(
  folder: string,
  name: string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { tensors, reader } = await open(folder, `${name}.gguf`);
  const reference = await open(folder, `${name}.expected.safetensors`);
  for (const { name: tensor } of tensors) {
    const [read, expected] = [
      await reader.readTensor(tensor),
      await reference.reader.readTensor(tensor),
    ];
    expect(read.shape, tensor).toEqual(expected.shape);
    if (expected.dtype !== "F32") {
      expect(read, tensor).toEqual(expected);
      continue;
    }
    const wanted = decodeFloats("F32", expected.bytes);
    const stored = await reader.readStored(tensor, undefined);
    expect(differences(decodeFloats(read.dtype, read.bytes), wanted), tensor).toEqual([]);
    expect(differences(decodeStored(stored.dtype, stored.bytes), wanted), tensor).toEqual([]);
  }
  await reader.close();
  await reference.reader.close();
  return new Map(tensors.map((tensor) => [tensor.name, tensor.shape]));
}

async function open(
  folder: string,
  file: string,
): Promise<{ tensors: readonly TensorInfo[]; reader: TensorReader }> {
  const source = await nodeFiles.open(`${goldens}/${folder}/${file}`);
  try {
    const read = file.endsWith(".gguf") ? readGguf : readSafetensors;
    const { value, problems } = await read(source, file);
    expect(problems).toEqual([]);
    const table = { tensors: value.tensors, metadata: new Map<string, string>(), format: "test" };
    return {
      tensors: value.tensors,
      reader: new TensorReader(nodeFiles, `${goldens}/${folder}`, table),
    };
  } finally {
    await source.close();
  }
}

/** The first elements that differ in a bit; NaN equals NaN. */
function differences(actual: Float32Array, expected: Float32Array): string[] {
  if (expected.length !== actual.length) return [`${actual.length} values`];
  return Array.from(actual.keys())
    .filter((i) => !Object.is(actual[i], expected[i]))
    .slice(0, 5)
    .map((i) => `${i}: ${String(actual[i])}, reference ${String(expected[i])}`);
}
