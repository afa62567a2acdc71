import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { blockTypes, type BlockType } from "../../src/core/formats/ggml/blockTypes.ts";
import { decodeBlocks } from "../../src/core/formats/ggml/decodeBlocks.ts";
import { ggmlType } from "../../src/core/formats/ggml/ggmlTypes.ts";
import { swapBlocks } from "../../src/core/formats/ggml/swapBlocks.ts";
import { readArrays } from "./openModel.ts";

const goldens = fileURLToPath(new URL("../../../shared/goldens/formats", import.meta.url));
const isThere = existsSync(goldens);
const names = Object.keys(blockTypes) as BlockType[];

interface ListedType {
  readonly type: number;
  readonly block_size: number;
  readonly block_bytes: number;
  readonly values: boolean;
  readonly tensors: Readonly<Record<string, { readonly nbytes: number }>>;
}

/** Files of several blocks and rows, quantised by ggml and of random bits; those of one block are in the unit tests. */
describe.skipIf(!isThere)("ggml types as gguf-py and ggml decode them", () => {
  const types = isThere
    ? (readJson("gguf/types.json") as Readonly<Record<string, ListedType>>)
    : {};

  it("are all listed with their number and size", () => {
    for (const [name, { type, block_size, block_bytes, values }] of Object.entries(types)) {
      const listed = ggmlType(type);
      expect(listed).toMatchObject({ name, blockSize: block_size, blockBytes: block_bytes });
      expect(listed?.dtype !== undefined || listed?.blockType !== undefined, name).toBe(values);
    }
    expect(ggmlType(4), "Q4_2, which ggml took out").toBeUndefined();
    expect(names.filter((name) => types[name] === undefined)).toEqual([]);
  });

  it.each(names)("%s", async (name) => {
    const bytes = new Uint8Array(readFileSync(`${goldens}/gguf/${name}.gguf`));
    const sizes = Object.entries(types[name]?.tensors ?? {});
    expect(sizes.map(([tensor]) => tensor)).toEqual(["rows", "random", "single"]);
    const expected = await readArrays(`${goldens}/gguf/${name}.expected.safetensors`);
    // The tensors end the file, each padded to 32 bytes.
    let at = bytes.length - sizes.reduce((sum, [, { nbytes }]) => sum + padded(nbytes), 0);
    for (const [tensor, { nbytes }] of sizes) {
      const decoded = decodeBlocks(name, bytes.subarray(at, at + nbytes));
      expect(differences(decoded, expected.get(tensor)?.values), tensor).toEqual([]);
      at += padded(nbytes);
    }
  });

  it("big-endian blocks, of which only the scales are turned", async () => {
    const bytes = readFileSync(`${goldens}/gguf-container/big-endian-blocks.gguf`);
    const { tensors } = readJson("gguf-container/big-endian-blocks.expected.json") as {
      readonly tensors: readonly BigEndianTensor[];
    };
    const expected = await readArrays(
      `${goldens}/gguf-container/big-endian-blocks.expected.safetensors`,
    );
    expect(tensors).toHaveLength(4);
    for (const { name, type, absolute_offset, nbytes } of tensors) {
      const blocks = new Uint8Array(bytes.subarray(absolute_offset, absolute_offset + nbytes));
      swapBlocks(type, blocks);
      expect(differences(decodeBlocks(type, blocks), expected.get(name)?.values), name).toEqual([]);
    }
  });
});

interface BigEndianTensor {
  readonly name: string;
  readonly type: BlockType;
  readonly absolute_offset: number;
  readonly nbytes: number;
}

/** The first elements that differ in a bit; NaN equals NaN. */
function differences(actual: Float32Array, expected: Float32Array | undefined): string[] {
  if (expected?.length !== actual.length) return [`${actual.length} values`];
  const different = Array.from(actual.keys()).filter((i) => !Object.is(actual[i], expected[i]));
  return different
    .slice(0, 5)
    .map((i) => `${i}: ${String(actual[i])}, reference ${String(expected[i])}`);
}

function padded(byteLength: number): number {
  return Math.ceil(byteLength / 32) * 32;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(`${goldens}/${path}`, "utf8"));
}
