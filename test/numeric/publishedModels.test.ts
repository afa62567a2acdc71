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

/** `scripts/fetchModels.mjs` puts them there. */
const models = fileURLToPath(new URL("../../node_modules/.cache/models/", import.meta.url));

/** What the reference readers say of each tensor: scripts/goldens/smollm2.py and minilm.py. */
function expectedOf(fixture: string): readonly Expected[] {
  const url = new URL(`../fixtures/formats/${fixture}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as readonly Expected[];
}

/** The reference sums pairwise, we in pieces; both in float64. */
const SUM_TOLERANCE = 1e-12;

describe.each([
  ["SmolLM2-135M, a GGUF, as gguf-py decodes it", "smollm2", "gguf/smollm2.json"],
  ["all-MiniLM-L6-v2 as safetensors reads it", "minilm", "safetensors/minilm.json"],
])("%s", (_, name, fixture) => {
  const folder = `${models}${name}`;
  const isHere = existsSync(folder);
  let expected: readonly Expected[] = [];
  let tensors: readonly TensorInfo[] = [];
  let reader: TensorReader | undefined;

  beforeAll(async () => {
    if (!isHere) return;
    expected = expectedOf(fixture);
    const { value } = await readModelFolder(nodeFiles, folder);
    const table = await openTensorTable(nodeFiles, value);
    expect(table.problems).toEqual([]);
    ({ tensors } = table.value);
    reader = new TensorReader(nodeFiles, value.path, table.value);
  });

  afterAll(async () => reader?.close());

  it.skipIf(!isHere)("has the tensors that the reference lists", () => {
    const listed = tensors.map(({ name, dtypeName, shape }) => [name, dtypeName, shape]);
    const wanted = expected.map(({ name, type, shape }) => [name, type, shape]);
    expect(listed.toSorted()).toEqual(wanted.toSorted());
    expect(listed.length).toBeGreaterThan(100);
  });

  it.skipIf(!isHere)("has its values, bit by bit, and their statistics", async () => {
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

it.skipIf(!existsSync(`${models}smollm2`))("SmolLM2's config comes from its GGUF", async () => {
  const { value } = await readModelFolder(nodeFiles, `${models}smollm2`);
  expect(value.config?.spec).toMatchObject({ family: "llama", layers: 30, hiddenSize: 576 });
});
