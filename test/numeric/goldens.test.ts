import { memory } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useBackend, nodeBackends } from "../../src/cli/backend.ts";
import { traceModel } from "../../src/inference/trace.ts";
import {
  differenceTable,
  kindOf,
  largestDifference,
  tolerance,
  type DifferenceRow,
} from "./differences.ts";
import { isPresent, ownCases, sharedCases, type GoldenCase } from "./goldenCases.ts";
import { openModel, readArrays } from "./openModel.ts";

const rows: DifferenceRow[] = [];

afterAll(() => {
  console.log(`\n${differenceTable(rows)}\n`);
});

describe.each(nodeBackends)("on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(ownCases)("$name is what the reference computes", (golden) => check(golden, backend));

  for (const golden of sharedCases) {
    test.skipIf(!isPresent(golden))(`${golden.name} is what the reference computes`, () =>
      check(golden, backend),
    );
  }
});

async function check(golden: GoldenCase, backend: string): Promise<void> {
  const expected = await readArrays(golden.expected);
  const ids = [...(expected.get("input_ids")?.values ?? [])];
  const { spec, tensors, reader } = await openModel(golden.model, golden.weights);
  const before = memory().numTensors;
  const arrays = await traceModel({ spec, tensors }, reader, { ids });
  await reader.close();
  expect(memory().numTensors, "tensors left behind").toBe(before);

  const actual = new Map(arrays.map((array) => [array.name, array]));
  const compared = [...expected.keys()].filter((name) => name !== "input_ids");
  expect([...actual.keys()].sort()).toEqual([...compared].sort());
  const largest = new Map<string, number>();
  for (const name of compared) {
    const [left, right] = [actual.get(name), expected.get(name)];
    if (left === undefined || right === undefined) throw new Error(`${name} is missing`);
    expect(left.shape, name).toEqual(right.shape);
    const difference = largestDifference(name, left.values, right.values);
    largest.set(kindOf(name), Math.max(largest.get(kindOf(name)) ?? 0, difference));
  }
  rows.push({ name: golden.name, backend, largest });
  for (const [kind, difference] of largest) expect(difference, kind).toBeLessThan(tolerance);
}
