import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { decodeFloats } from "../../../../src/core/formats/decodeFloats.ts";
import { parseDType } from "../../../../src/core/formats/dtype.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";

const folder = new URL("../../../fixtures/formats/safetensors/", import.meta.url).pathname;

interface ExpectedTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
  /** Pairs for complex numbers. */
  readonly values?: readonly (number | string | boolean | readonly number[])[];
}

interface Expected {
  readonly data_start: number;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly tensors: readonly ExpectedTensor[];
}

const names = readdirSync(folder)
  .filter((name) => name.endsWith(".expected.json") && name !== "model-shards.expected.json")
  .map((name) => name.replace(".expected.json", ""));

/** The folder is the list of tests: X.safetensors beside X.expected.json, as the reference library reads it. */
describe("safetensors as the reference reads them", () => {
  it.each(names)("%s", async (name) => {
    const bytes = readFileSync(`${folder}${name}.safetensors`);
    const text = readFileSync(`${folder}${name}.expected.json`, "utf8");
    const expected = JSON.parse(text) as Expected;
    const { value, problems } = await readSafetensors(memorySource(bytes), name);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(value.metadata)).toEqual(expected.metadata ?? {});
    expect(
      value.tensors.map(({ name, dtypeName, shape, offset, byteLength }) => [
        name,
        dtypeName,
        shape,
        offset,
        byteLength,
      ]),
    ).toEqual(
      expected.tensors.map(({ name, dtype, shape, data_offsets: [begin, end] }) => [
        name,
        dtype,
        shape,
        expected.data_start + begin,
        end - begin,
      ]),
    );
    for (const [index, tensor] of value.tensors.entries()) {
      expect(tensor.dtype).toBe(parseDType(tensor.dtypeName));
      const values = expected.tensors[index]?.values;
      if (tensor.dtype === undefined || values === undefined) continue;
      const data = new Uint8Array(bytes.subarray(tensor.offset, tensor.offset + tensor.byteLength))
        .buffer;
      const decoded = [...decodeFloats(tensor.dtype, data)];
      const wanted = values.flat().map((value) => Math.fround(Number(value)));
      // toEqual tells -0 from 0 and takes NaN for NaN.
      expect(decoded, tensor.name).toEqual(wanted);
    }
  });
});
