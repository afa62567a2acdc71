import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { decodeFloats } from "../../../../../src/core/formats/decodeFloats.ts";
import { readGgufTable } from "../../../../../src/core/formats/gguf/readGgufTable.ts";
import { readSafetensors } from "../../../../../src/core/formats/safetensors.ts";
import { toHubTable } from "../../../../../src/core/models/gguf/toHubTable.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

const folder = fileURLToPath(
  new URL("../../../../../../shared/goldens/formats/gguf-models/", import.meta.url),
);
const isThere = existsSync(folder);

interface Model {
  readonly hub: string;
  readonly outtype: string;
}

const models = isThere
  ? (JSON.parse(readFileSync(`${folder}models.json`, "utf8")) as Readonly<Record<string, Model>>)
  : {};

/** What a converter adds to a file and the hub's checkpoint does not have. */
const ofTheFileOnly = [
  "rope_freqs.weight",
  "rope_factors_long.weight",
  "rope_factors_short.weight",
];

/** Half an 8-bit step of the largest value of a block; rounding to half precision. */
const relativeError: Readonly<Record<string, number>> = { q8_0: 0.5 / 127 + 1e-3, f16: 2 ** -11 };

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe.skipIf(!isThere)("weights of a GGUF in the hub's layout", () => {
  it("covers every file of the folder", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".gguf"));
    expect(files.toSorted()).toEqual(
      Object.keys(models)
        .map((name) => `${name}.gguf`)
        .toSorted(),
    );
  });

  it.each(Object.entries(models))("%s equals its twin", async (name, { hub, outtype }) => {
    const bytes = readFileSync(`${folder}${name}.gguf`);
    const stored = await readGgufTable(memorySource(bytes), `${name}.gguf`);
    const { value: table, problems } = toHubTable(stored.value);
    expect([...stored.problems, ...problems]).toEqual([]);
    const reader = new TensorReader(memoryFiles({ [`/m/${name}.gguf`]: bytes }), "/m", table);
    const twinBytes = readFileSync(`${folder}hub/${hub}/model.safetensors`);
    const twin = (await readSafetensors(memorySource(twinBytes), "twin")).value;
    const twinReader = new TensorReader(memoryFiles({ "/m/twin": twinBytes }), "/m", twin);
    const hubNames = table.tensors
      .map((tensor) => tensor.name)
      .filter((tensor) => !ofTheFileOnly.includes(tensor));
    expect(hubNames.toSorted()).toEqual(twin.tensors.map((tensor) => tensor.name).toSorted());
    for (const { name, shape } of twin.tensors) {
      const want = await twinReader.readTensor(name);
      const read = await reader.readTensor(name);
      expect(read.shape, name).toEqual(shape);
      const values = decodeFloats(read.dtype, read.bytes);
      const wanted = decodeFloats(want.dtype, want.bytes);
      const { storage } = table.tensors.find((tensor) => tensor.name === name) ?? {};
      if (storage?.kind === "arranged" && storage.arrangement.kind === "added") {
        // The converter's addition has rounded, so the file's own number is what must come out.
        expect(
          values.map((value) => value + 1),
          name,
        ).toEqual(wanted.map((value) => value + 1));
        expect(largest(values.map((value, i) => value - (wanted[i] ?? NaN)))).toBeLessThan(
          2 ** -23,
        );
      } else if (outtype === "f32") {
        expect(Buffer.from(values.buffer).equals(Buffer.from(wanted.buffer)), name).toBe(true);
      } else {
        const difference = largest(values.map((value, i) => value - (wanted[i] ?? NaN)));
        const bound = largest(wanted) * (relativeError[outtype] ?? 0);
        expect(difference, name).toBeLessThanOrEqual(bound);
      }
      // Rows on their own, out of order and one twice, are those of the whole.
      const count = shape[0] ?? 1;
      const rows = [count - 1, 0, Math.floor(count / 3), count - 1];
      const some = await reader.readRows(name, rows);
      const width = values.length / count;
      const same = rows.flatMap((row) => [...values.subarray(row * width, row * width + width)]);
      expect([...decodeFloats(some.dtype, some.bytes)], name).toEqual(same);
    }
    await Promise.all([reader.close(), twinReader.close()]);
  });
});
