import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { decodeFloats } from "../../../../../src/core/formats/decodeFloats.ts";
import { readOnnx } from "../../../../../src/core/formats/onnx/readOnnx.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

const folder = new URL("../../../../fixtures/formats/onnx/", import.meta.url).pathname;

interface Golden {
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly values?: readonly (number | boolean)[];
    readonly external?: Readonly<Record<string, string>>;
  }[];
  readonly values?: Readonly<Record<string, readonly number[]>>;
}

const goldens = JSON.parse(readFileSync(`${folder}expected.json`, "utf8")) as Record<
  string,
  Golden
>;

const names: Readonly<Record<string, string>> = {
  ...{ FLOAT: "F32", FLOAT16: "F16", BFLOAT16: "BF16", DOUBLE: "F64" },
  ...{ INT8: "I8", INT32: "I32", INT64: "I64", BOOL: "BOOL" },
};

describe("ONNX models as onnx reads them", () => {
  it.each(Object.entries(goldens))("%s", async (file, golden) => {
    const bytes = readFileSync(folder + file);
    const { value, problems } = await readOnnx(memorySource(bytes), file);
    expect(problems).toEqual([]);
    expect(value.tensors.map(({ name, shape, dtypeName }) => [name, shape, dtypeName])).toEqual(
      golden.tensors.map(({ name, shape, dtype }) => [name, shape, names[dtype]]),
    );
    const data = readFileSync(`${folder}external.onnx.data`);
    const files = memoryFiles({ [`/m/${file}`]: bytes, "/m/external.onnx.data": data });
    const reader = new TensorReader(files, "/m", value);
    for (const { name, shape, values, external } of golden.tensors) {
      const wanted = values ?? golden.values?.[name];
      const whole = await reader.readTensor(name);
      if (external !== undefined) {
        const offset = Number(external["offset"]);
        const slice = data.subarray(offset, offset + Number(external["length"]));
        expect(Buffer.from(whole.bytes).equals(slice)).toBe(true);
      }
      if (wanted === undefined) continue;
      const floats = wanted.map((number) => Math.fround(Number(number)));
      expect([...decodeFloats(whole.dtype, whole.bytes)], name).toEqual(floats);
      const [count = 0] = shape;
      if (count === 0) continue;
      const rows = await reader.readRows(name, [count - 1, 0]);
      const width = floats.length / count;
      expect([...decodeFloats(rows.dtype, rows.bytes)], name).toEqual([
        ...floats.slice(-width),
        ...floats.slice(0, width),
      ]);
    }
  });
});
