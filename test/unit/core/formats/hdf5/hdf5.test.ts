import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../../../src/core/errors.ts";
import { decodeFloats } from "../../../../../src/core/formats/decodeFloats.ts";
import { recogniseFormat } from "../../../../../src/core/formats/registry.ts";
import { readHdf5 } from "../../../../../src/core/formats/hdf5/hdf5.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { hostileEntries, hostileFolder } from "../../hostileEntries.ts";
import { memoryFiles } from "../../memoryFiles.ts";

const folder = new URL("../../../../fixtures/formats/h5/", import.meta.url).pathname;

type Expected = Readonly<
  Record<string, Readonly<Record<string, { shape: readonly number[]; values: readonly number[] }>>>
>;

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(`${folder}${name}.expected.json`, "utf8")) as Expected;
}

const cases = Object.entries({ ...expectedOf("keras"), ...expectedOf("forms") });

async function opened(name: string) {
  const bytes = readFileSync(`${folder}${name}`);
  const { value, problems } = await readHdf5(memorySource(bytes), name);
  const reader = new TensorReader(memoryFiles({ [`/m/${name}`]: bytes }), "/m", value);
  return { value, problems, reader };
}

/** Keras files of the goldens, and forms that h5py wrote for us (scripts/goldens/hdf5.py). */
describe("HDF5 as h5py reads it", () => {
  it.each(cases)("%s", async (name, expected) => {
    const { value, problems, reader } = await opened(name);
    expect(problems).toEqual([]);
    const numeric = value.tensors.filter(({ dtype }) => dtype !== undefined);
    expect(numeric.map((tensor) => tensor.name).toSorted()).toEqual(
      Object.keys(expected).toSorted(),
    );
    for (const { name: tensor, shape } of numeric) {
      const { dtype, bytes } = await reader.readTensor(tensor);
      const want = expected[tensor];
      expect(shape).toEqual(want?.shape);
      const values = dtype === "F64" ? new Float64Array(bytes) : decodeFloats(dtype, bytes);
      expect([...values], tensor).toEqual(want?.values);
    }
  });

  it("reads rows of chunks in any order, also of a single axis", async () => {
    const { reader } = await opened("forms-early.h5");
    const want = expectedOf("forms")["forms-early.h5"];
    const rows = decodeFloats("F32", (await reader.readRows("all-filters", [6, 0, 6])).bytes);
    const all = want?.["all-filters"]?.values ?? [];
    expect([...rows]).toEqual([...all.slice(90), ...all.slice(0, 15), ...all.slice(90)]);
    const line = await reader.readRows("line", [22, 3, 4]);
    expect([...new Int16Array(line.bytes)]).toEqual([22, 3, 4]);
  });

  it("lists text with its type and refuses to read it as numbers", async () => {
    const { value, reader } = await opened("forms-early.h5");
    const text = value.tensors.find(({ name }) => name === "text");
    expect(text).toMatchObject({ dtype: undefined, dtypeName: "string of 3 bytes", shape: [1] });
    await expect(reader.readTensor("text")).rejects.toMatchObject({ code: "unsupported" });
  });

  it("is recognised by its first bytes, whatever it is called", () => {
    const head = readFileSync(`${folder}keras-weights.h5`).subarray(0, 16);
    expect(recogniseFormat(head, "model.safetensors")?.id).toBe("hdf5");
  });
});

describe("hostile HDF5", () => {
  it.each(hostileEntries("hdf5"))("$file: $wrong", async (entry) => {
    const bytes = readFileSync(hostileFolder + entry.file);
    const started = performance.now();
    const outcome = await readHdf5(memorySource(bytes), entry.file).catch(
      (error: unknown) => error,
    );
    expect(performance.now() - started).toBeLessThan(1000);
    if (outcome instanceof FormatError) {
      expect([entry.expected, entry.also]).toContain("error");
      expect(outcome.message).toContain(entry.file);
      return;
    }
    expect([entry.expected, entry.also]).toContain("partial");
    expect(outcome).toHaveProperty("problems.length");
  });

  it("ends where nodes of a tree lead to each other", async () => {
    const bytes = new Uint8Array(readFileSync(`${folder}forms-early.h5`));
    const text = String.fromCharCode(...bytes);
    // Every child of every B-tree node becomes the first node itself.
    const first = text.indexOf("TREE");
    const view = new DataView(bytes.buffer);
    for (let at = first; at >= 0; at = text.indexOf("TREE", at + 1)) {
      view.setUint8(at + 5, 1);
      for (let i = 0; i < view.getUint16(at + 6, true); i++) {
        view.setBigUint64(at + 24 + 16 * i + 8, BigInt(first), true);
      }
    }
    const { value } = await readHdf5(memorySource(bytes), "circle.h5");
    expect(value.tensors).toEqual([]);
  });
});
