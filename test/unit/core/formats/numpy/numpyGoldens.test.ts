import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import { FormatError } from "../../../../../src/core/errors.ts";
import { recogniseFormat } from "../../../../../src/core/formats/registry.ts";
import type { TensorRead } from "../../../../../src/core/formats/storage/storageReader.ts";
import type { DType } from "../../../../../src/core/formats/tensorTable.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

const folder = new URL("../../../../fixtures/formats/numpy/", import.meta.url).pathname;

interface ExpectedArray {
  readonly descr?: string;
  readonly shape?: readonly number[];
  readonly refused?: string;
  readonly refused_is_optional?: boolean;
  readonly values_in_c_order?: readonly (number | string | boolean)[];
}

interface ExpectedFile extends ExpectedArray {
  readonly arrays?: Readonly<Record<string, ExpectedArray>>;
}

const goldens = JSON.parse(readFileSync(`${folder}expected.json`, "utf8")) as Record<
  string,
  ExpectedFile
>;

/** Every file with its arrays by name; a `.npy` has one, which is called "array". */
describe("NumPy files as numpy reads them", () => {
  it.each(Object.entries(goldens))("%s", async (file, golden) => {
    const arrays = golden.arrays ?? { array: golden };
    const bytes = readFileSync(folder + file);
    const format = recogniseFormat(bytes, file);
    const opened = await format!.read(memorySource(bytes), file).catch(asFormatError);
    if (opened instanceof FormatError) {
      expect(golden.refused).toBeDefined();
      expect(opened).toMatchObject({ code: "unsupported" });
      return;
    }
    const { value, problems } = opened;
    const shown = Object.entries(arrays).filter(
      ([, { refused, refused_is_optional: optional }]) => refused === undefined || optional,
    );
    expect(value.tensors.map(({ name, shape }) => [name, shape])).toEqual(
      shown.map(([name, { shape }]) => [name, shape]),
    );
    expect(problems.length).toBe(Object.keys(arrays).length - shown.length);
    const reader = new TensorReader(memoryFiles({ [`/m/${file}`]: bytes }), "/m", value);
    for (const [name, { values_in_c_order: values, shape }] of shown) {
      if (values === undefined) continue;
      const whole = await reader.readTensor(name);
      expect(toValues(whole), name).toEqual(values.map(toValue(whole.dtype)));
      const [count = 0] = shape ?? [];
      if (count === 0) continue;
      const last = await reader.readRows(name, [count - 1]);
      const width = values.length / count;
      expect(toValues(last), name).toEqual(values.slice(-width).map(toValue(last.dtype)));
    }
  });
});

function toValues({ dtype, bytes }: TensorRead): readonly (number | bigint)[] {
  switch (dtype) {
    case "F16":
      return [...new Float16Array(bytes)];
    case "F32":
      return [...new Float32Array(bytes)];
    case "F64":
      return [...new Float64Array(bytes)];
    case "I8":
      return [...new Int8Array(bytes)];
    case "I16":
      return [...new Int16Array(bytes)];
    case "I32":
      return [...new Int32Array(bytes)];
    case "I64":
      return [...new BigInt64Array(bytes)];
    case "U16":
      return [...new Uint16Array(bytes)];
    case "U32":
      return [...new Uint32Array(bytes)];
    case "U64":
      return [...new BigUint64Array(bytes)];
    default:
      return [...new Uint8Array(bytes)];
  }
}

/** The golden gives doubles; texts are what JSON has no number for. */
function toValue(dtype: DType): (value: number | string | boolean) => number | bigint {
  return (value) => (dtype === "I64" || dtype === "U64" ? BigInt(value) : Number(value));
}

function asFormatError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  throw error;
}
