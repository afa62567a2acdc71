import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { ProblemList } from "../../../../../src/core/bytes/problemList.ts";
import { parsePickle } from "../../../../../src/core/formats/pickle/parsePickle.ts";
import type { PickleValue } from "../../../../../src/core/formats/pickle/pickleValue.ts";
import { readSafetensors } from "../../../../../src/core/formats/safetensors.ts";
import type { Structure } from "../../../../../src/core/formats/torch/structure.ts";
import { readTorch } from "../../../../../src/core/formats/torch/readTorch.ts";
import { walkTorchObject } from "../../../../../src/core/formats/torch/torchWalk.ts";
import { findZipData, readZipData } from "../../../../../src/core/formats/zip/zipData.ts";
import { readZipDirectory } from "../../../../../src/core/formats/zip/zipDirectory.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

const folder = new URL("../../../../fixtures/formats/torch/", import.meta.url).pathname;

interface ExpectedTensor {
  readonly name: string;
  readonly path: unknown;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly storage_offset: number;
  readonly storage_group: number;
  readonly parameter: boolean;
  readonly requires_grad: boolean;
  /** Pairs of a complex tensor. */
  readonly values?: readonly (readonly number[])[];
}

interface Expected {
  readonly same_as?: string;
  readonly tensors?: readonly ExpectedTensor[];
  readonly structure?: Structure;
  readonly classes_that_must_not_be_imported?: readonly string[];
}

const files = readdirSync(folder).filter(
  (name) => /\.(pt|bin)$/.test(name) && !name.includes("-of-"),
);

function expectedOf(file: string): Required<Pick<Expected, "tensors">> & Expected {
  const stem = file.replace(/\.\w+$/, "");
  const expected = JSON.parse(readFileSync(`${folder}${stem}.expected.json`, "utf8")) as Expected;
  if (expected.same_as !== undefined) return expectedOf(`${expected.same_as}.bin`);
  return { tensors: [], ...expected };
}

describe("PyTorch files as torch reads them", () => {
  it.each(files)("%s: the table and every value", async (file) => {
    const bytes = readFileSync(folder + file);
    const expected = expectedOf(file);
    const { value, problems } = await readTorch(memorySource(bytes), file);
    expect(value.tensors.map(({ name, dtypeName, shape }) => [name, dtypeName, shape])).toEqual(
      expected.tensors.map(({ name, dtype, shape }) => [name, dtype, shape]),
    );
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const skipped = problems.map(({ message }) => message).join("\n");
    for (const name of expected.classes_that_must_not_be_imported ?? []) {
      expect(skipped).toContain(name);
    }
    const stem = (
      JSON.parse(
        readFileSync(`${folder}${file.replace(/\.\w+$/, "")}.expected.json`, "utf8"),
      ) as Expected
    ).same_as;
    const values = await expectedValues(stem ?? file.replace(/\.\w+$/, ""));
    const reader = new TensorReader(memoryFiles({ [`/m/${file}`]: bytes }), "/m", value);
    let compared = 0;
    for (const { name, dtype, shape } of value.tensors) {
      if (dtype === undefined) continue;
      const whole = await reader.readTensor(name);
      expect(Buffer.from(whole.bytes).equals(values(name)), name).toBe(true);
      compared++;
      const [count = 0] = shape;
      if (count === 0) continue;
      const rows = Array.from({ length: count }, (_, i) => count - 1 - i);
      const backwards = await reader.readRows(name, rows);
      expect(Buffer.from(backwards.bytes).equals(reversedRows(values(name), count)), name).toBe(
        true,
      );
    }
    expect(compared).toBe(value.tensors.filter(({ dtype }) => dtype !== undefined).length);
  });

  it.each(files)("%s: paths, views and what else there is", async (file) => {
    const expected = expectedOf(file);
    const root = await rootOf(file);
    const object = walkTorchObject(root, new ProblemList(file));
    const groups: string[] = [];
    const found = object.tensors.map(({ name, path, tensor }) => {
      const key = tensor.storage.key;
      if (!groups.includes(key)) groups.push(key);
      return {
        name,
        path: path.map(toPlain),
        stride: tensor.shape.includes(0) ? [] : tensor.strides,
        storage_offset: tensor.offset + (tensor.storage.part?.offset ?? 0),
        storage_group: groups.indexOf(key),
        parameter: tensor.parameter,
        // A TorchScript module's state, from which the golden is, is cut off from its gradients.
        requires_grad: file !== "torchscript.pt" && tensor.requiresGrad,
      };
    });
    expect(found).toEqual(
      expected.tensors.map(({ name, path, shape, stride, ...rest }) => ({
        name,
        path,
        stride: shape.includes(0) ? [] : stride,
        storage_offset: rest.storage_offset,
        storage_group: rest.storage_group,
        parameter: rest.parameter,
        requires_grad: rest.requires_grad,
      })),
    );
    if (expected.structure === undefined) return;
    expectStructure(object.structure, withoutTensors(expected.structure));
  });
});

/** Values that safetensors has no type for stand in the JSON. */
function doublesOf(stem: string, name: string): Buffer {
  const { values } = expectedOf(`${stem}.pt`).tensors.find((tensor) => tensor.name === name) ?? {};
  if (values === undefined) throw new Error(`no values for ${name}`);
  return Buffer.from(Float64Array.from(values.flat()).buffer);
}

/** Values by name, from the safetensors file beside. */
async function expectedValues(stem: string): Promise<(name: string) => Buffer> {
  const bytes = readFileSync(`${folder}${stem}.expected.safetensors`);
  const { value } = await readSafetensors(memorySource(bytes), stem);
  return (name) => {
    const tensor = value.tensors.find((candidate) => candidate.name === name);
    if (tensor === undefined) return doublesOf(stem, name);
    return bytes.subarray(tensor.offset, tensor.offset + tensor.byteLength);
  };
}

function reversedRows(values: Buffer, count: number): Buffer {
  const width = values.length / count;
  const rows = Array.from({ length: count }, (_, i) => values.subarray(i * width, (i + 1) * width));
  return Buffer.concat(rows.reverse());
}

async function rootOf(file: string): Promise<PickleValue> {
  const bytes = readFileSync(folder + file);
  if (bytes[0] === 0x80) {
    let at = 0;
    for (let i = 0; i < 3; i++) at = parsePickle(bytes, at, file).end;
    return parsePickle(bytes, at, file).value;
  }
  const source = memorySource(bytes);
  const { value: directory } = await readZipDirectory(source, file);
  const member = [...directory.values()].find(({ name }) => name.endsWith("/data.pkl"));
  const data = await findZipData({ source, file }, member!);
  const pickle = await readZipData({ source, file }, { data, name: "", limit: 1e6 });
  return parsePickle(pickle, 0, file).value;
}

/** A tuple in a path is a list in the golden. */
function toPlain(value: PickleValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  return "items" in value ? value.items.map(toPlain) : value;
}

function isTensor(structure: Structure): boolean {
  return typeof structure === "object" && structure !== null && "$tensor" in structure;
}

/** The golden names each tensor again; ours only those in lists, where a place would be lost. */
function withoutTensors(structure: Structure): Structure | undefined {
  if (typeof structure !== "object" || structure === null) return structure;
  if (isTensor(structure) || "$skipped" in structure) return structure;
  if (Array.isArray(structure)) {
    const items = (structure as readonly Structure[]).map((item) => withoutTensors(item));
    const kept = items.filter((item) => item !== undefined);
    return kept.length > 0 && kept.every(isTensor) ? undefined : kept;
  }
  const entries = Object.entries(structure).flatMap(([key, value]) => {
    const kept = withoutTensors(value);
    return kept === undefined || isTensor(kept) ? [] : [[key, kept] as const];
  });
  return entries.length === 0 && Object.keys(structure).length > 0
    ? undefined
    : Object.fromEntries(entries);
}

/** Where the golden skips a class by its last name, ours names all of it or shows what it is. */
function expectStructure(ours: Structure | undefined, golden: Structure | undefined): void {
  const skipped = golden !== null && typeof golden === "object" && "$skipped" in golden;
  if (skipped) {
    expect(ours).toBeDefined();
    const name = JSON.stringify(golden["$skipped"]).replaceAll('"', "");
    const text = JSON.stringify(ours);
    expect(text.includes(name) || shownInstead.has(name), `${text} for ${name}`).toBe(true);
    return;
  }
  if (golden === null || typeof golden !== "object") {
    expect(ours).toEqual(golden);
    return;
  }
  expect(typeof ours).toBe("object");
  expect(Object.keys(ours as object)).toEqual(Object.keys(golden));
  for (const [key, value] of Object.entries<Structure>(golden)) {
    expectStructure((ours as Readonly<Record<string, Structure>>)[key], value);
  }
}

/** A set is shown as its items, a dtype and an array by what they are called. */
const shownInstead: ReadonlySet<string> = new Set(["set", "dtype", "ndarray"]);
