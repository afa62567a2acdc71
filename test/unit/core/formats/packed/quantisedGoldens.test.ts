import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { partsOf } from "../../../../../src/core/formats/packed/partsOf.ts";
import { seededRandom } from "../../seededRandom.ts";
import {
  expectedWeights,
  folderContents,
  openFolder,
  type ExpectedWeight,
  type OpenFolder,
} from "./quantisedFolder.ts";

const fixtures = new URL("../../../../fixtures/quantised", import.meta.url).pathname;
const shared = new URL("../../../../../../shared/goldens/formats/quantised", import.meta.url)
  .pathname;

/** Folders whose reference rounds in another order, by its own words in `meta.json`: relative to the value. */
const tolerances: ReadonlyMap<string, number> = new Map([["modelopt-nvfp4-llama", 3e-7]]);

describe("a few of the reference's folders", () => {
  it.each(readdirSync(fixtures))("%s", async (name) => check(`${fixtures}/${name}`, name));
});

describe.skipIf(!existsSync(shared))("every folder of the reference", () => {
  const names = existsSync(shared) ? readdirSync(shared) : ["shared/goldens is not here"];
  it.each(names)("%s", async (name) => check(`${shared}/${name}`, name));
});

async function check(path: string, name: string): Promise<void> {
  const folder = await openFolder(folderContents(path));
  const expected = await expectedWeights(path);
  expect(folder.problems).toEqual([]);
  const packed = folder.table.tensors.filter((tensor) => partsOf(tensor).length > 0);
  expect(packed.map((tensor) => [tensor.name, tensor.shape]).toSorted()).toEqual(
    expected.map((weight) => [weight.name, weight.shape]).toSorted(),
  );
  // Nothing that only a decoder understands is left as a row of its own.
  const plain = folder.table.tensors.filter((tensor) => partsOf(tensor).length === 0);
  for (const tensor of plain) expect(["F16", "BF16", "F32"], tensor.name).toContain(tensor.dtype);
  const tolerance = tolerances.get(name) ?? 0;
  const random = seededRandom(7);
  for (const weight of expected) {
    await checkWhole(folder, weight, tolerance);
    await checkRows(folder, weight, { tolerance, random });
  }
  await folder.reader.close();
}

async function checkWhole(
  { reader }: OpenFolder,
  weight: ExpectedWeight,
  tolerance: number,
): Promise<void> {
  const read = await reader.readTensor(weight.name);
  expect([read.dtype, read.shape]).toEqual(["F32", weight.shape]);
  expectSame(weight.name, new Float32Array(read.bytes), weight.values, tolerance);
}

/** The last row, the first, and some in between: single, in runs and twice. */
async function checkRows(
  { reader }: OpenFolder,
  weight: ExpectedWeight,
  { tolerance, random }: { readonly tolerance: number; readonly random: (bound: number) => number },
): Promise<void> {
  const [count = 0, ...rest] = weight.shape;
  const width = weight.values.length / count;
  const some = random(Math.max(1, count - 2));
  const run = [some, some + 1, some + 2].filter((row) => row < count);
  const rows = [count - 1, 0, ...run, some, random(count)];
  const read = await reader.readRows(weight.name, rows);
  expect(read.shape).toEqual([rows.length, ...rest]);
  const wanted = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    wanted.set(weight.values.subarray(row * width, (row + 1) * width), at * width);
  });
  expectSame(`${weight.name}, rows`, new Float32Array(read.bytes), wanted, tolerance);
}

function expectSame(
  name: string,
  actual: Float32Array,
  wanted: Float32Array,
  tolerance: number,
): void {
  expect(actual.length, name).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    const [is, should] = [actual[i] ?? NaN, wanted[i] ?? NaN];
    if (Object.is(is, should)) continue;
    if (Math.abs(is - should) <= tolerance * Math.abs(should)) continue;
    expect.fail(`${name}: value ${i} is ${is}, the reference has ${should}`);
  }
}
