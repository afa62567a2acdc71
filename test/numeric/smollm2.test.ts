import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TensorInfo } from "../../src/core/formats/tensorTable.ts";
import { readTensorStatistics } from "../../src/core/tensors/tensorStatistics.ts";
import { openTensorTable } from "../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../src/core/workspace/readModelFolder.ts";
import { TensorReader } from "../../src/core/workspace/tensorReader.ts";
import { nodeFiles } from "../../src/node/nodeFiles.ts";

interface Expected {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
}

/** `scripts/fetchModels.mjs smollm2` puts it there. */
const folder = fileURLToPath(new URL("../../node_modules/.cache/models/smollm2", import.meta.url));
const fixture = new URL("../fixtures/formats/gguf/smollm2.json", import.meta.url);
const expected = JSON.parse(readFileSync(fixture, "utf8")) as readonly Expected[];

/** The reference sums pairwise, we in pieces; both in float64. */
const SUM_TOLERANCE = 1e-12;

describe.skipIf(!existsSync(folder))("SmolLM2-135M as a published GGUF", () => {
  let tensors: readonly TensorInfo[] = [];
  let reader: TensorReader | undefined;

  beforeAll(async () => {
    const { value } = await readModelFolder(nodeFiles, folder);
    expect(value.config?.spec).toMatchObject({ family: "llama", layers: 30, hiddenSize: 576 });
    const table = await openTensorTable(nodeFiles, value);
    expect(table.problems).toEqual([]);
    ({ tensors } = table.value);
    reader = new TensorReader(nodeFiles, value.path, table.value);
  });

  afterAll(async () => reader?.close());

  it("has the tensors that gguf-py lists", () => {
    expect(tensors.map(({ name, dtypeName, shape }) => [name, dtypeName, shape])).toEqual(
      expected.map(({ name, type, shape }) => [name, type, shape]),
    );
  });

  it("has the values that gguf-py decodes, bit by bit, and their statistics", async () => {
    if (reader === undefined) expect.fail("not opened");
    for (const want of expected) {
      const tensor = tensors.find(({ name }) => name === want.name);
      if (tensor === undefined) expect.fail(`${want.name} is missing`);
      const { bytes } = await reader.readTensor(want.name);
      const sha256 = createHash("sha256").update(new Uint8Array(bytes)).digest("hex");
      expect(sha256, want.name).toBe(want.sha256);
      const { count, nan, min, max, mean, std } = await readTensorStatistics(reader, tensor);
      expect([count, nan, min, max], want.name).toEqual([
        want.shape.reduce((product, size) => product * size, 1),
        0,
        want.min,
        want.max,
      ]);
      expect(Math.abs((mean ?? NaN) - want.mean), want.name).toBeLessThan(SUM_TOLERANCE);
      expect(Math.abs((std ?? NaN) - want.std), want.name).toBeLessThan(SUM_TOLERANCE);
    }
  });
});
