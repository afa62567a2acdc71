import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { memory } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import { familyOf } from "../../src/core/models/families/registry.ts";
import { openTensorTable } from "../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../src/core/workspace/readModelFolder.ts";
import { TensorReader } from "../../src/core/workspace/tensorReader.ts";
import { traceModel } from "../../src/inference/trace.ts";
import { nodeFiles } from "../../src/node/nodeFiles.ts";
import {
  differenceTable,
  kindOf,
  largestDifference,
  tolerance,
  type DifferenceRow,
} from "./differences.ts";
import { readArrays } from "./openModel.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const own = `${root}/test/fixtures/quantised`;
const shared = `${root}/../shared/goldens/formats/quantised`;
const rows: DifferenceRow[] = [];

beforeAll(() => useBackend("cpu"));
afterAll(() => {
  if (rows.length > 0) console.log(`\n${differenceTable(rows)}\n`);
});

describe("packed weights of our own fixtures run as the reference does", () => {
  test.each(runnable(own))("%s", (name) => check(own, name));
});

describe.skipIf(!existsSync(shared))(
  "packed weights of every kind run as the reference does",
  () => {
    test.each(runnable(shared))("%s", (name) => check(shared, name));
  },
);

/** Folders with values of a whole run, of families that run. */
function runnable(folder: string): readonly string[] {
  if (!existsSync(folder)) return ["shared/goldens is not here"];
  return readdirSync(folder).filter((name) => {
    if (!existsSync(`${folder}/${name}/values.safetensors`)) return false;
    const config = JSON.parse(readFileSync(`${folder}/${name}/config.json`, "utf8")) as {
      model_type: string;
    };
    return familyOf(config.model_type) !== undefined;
  });
}

async function check(folder: string, name: string): Promise<void> {
  const path = `${folder}/${name}`;
  const expected = await readArrays(`${path}/values.safetensors`);
  const ids = [...(expected.get("input_ids")?.values ?? [])];
  const { value: model } = await readModelFolder(nodeFiles, path);
  if (model.config === undefined) throw new Error(`no config in ${path}`);
  // The reference's own results lie beside the checkpoint, which has not always the usual name.
  const checkpoints = model.files.checkpoints.filter((file) => !/^(expected|values)\./.test(file));
  const folderOfModel = { ...model, files: { ...model.files, checkpoints } };
  const { value: table, problems } = await openTensorTable(nodeFiles, folderOfModel);
  expect(problems).toEqual([]);
  const reader = new TensorReader(nodeFiles, path, table);
  const before = memory().numTensors;
  const { spec } = model.config;
  const arrays = await traceModel({ spec, tensors: table.tensors }, reader, { ids });
  await reader.close();
  expect(memory().numTensors, "tensors left behind").toBe(before);

  const actual = new Map(arrays.map((array) => [array.name, array]));
  const largest = new Map<string, number>();
  for (const [key, right] of expected) {
    if (key === "input_ids") continue;
    const left = actual.get(key);
    if (left === undefined) throw new Error(`${key} is missing`);
    expect(left.shape, key).toEqual(right.shape);
    const difference = largestDifference(key, left.values, right.values);
    largest.set(kindOf(key), Math.max(largest.get(kindOf(key)) ?? 0, difference));
  }
  rows.push({ name, backend: "cpu", largest });
  expect([...largest.keys()]).toContain("logits");
  for (const [kind, difference] of largest) expect(difference, kind).toBeLessThan(tolerance);
}
