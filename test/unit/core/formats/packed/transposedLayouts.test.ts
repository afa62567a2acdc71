import { describe, expect, it } from "vitest";
import { seededRandom } from "../../seededRandom.ts";
import { packedWeight, packRows, transposeWords, type PackedWeight } from "./packedWeight.ts";

const random = seededRandom(5);

interface Gptq {
  readonly weight: PackedWeight;
  readonly value: (output: number, input: number) => number;
}

/** A weight of random codes, zero points and scales of v1, with the value of each element by its definition. */
function gptq(outputs: number, inputs: number, bits: number, groupSize: number): Gptq {
  const table = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => random(2 ** bits)));
  const groups = inputs / groupSize;
  const codes = table(outputs, inputs);
  const zeros = table(groups, outputs);
  const scales = Float32Array.from({ length: groups * outputs }, () => (random(100) + 1) / 64);
  const packed = packRows(codes, bits);
  const packedZeros = packRows(zeros, bits);
  const weight = packedWeight(
    [outputs, inputs],
    { method: "gptq", bits, groupSize, zeroOffset: 1 },
    [
      {
        role: "codes",
        dtype: "I32",
        shape: [packed.words, outputs],
        values: transposeWords(packed.buffer, outputs),
      },
      { role: "scales", dtype: "F32", shape: [groups, outputs], values: scales },
      {
        role: "zero points",
        dtype: "I32",
        shape: [groups, packedZeros.words],
        values: packedZeros,
      },
    ],
  );
  const value = (output: number, input: number): number => {
    const group = Math.floor(input / groupSize);
    const zero = ((zeros[group]?.[output] ?? NaN) + 1) % 2 ** bits;
    return Math.fround(
      ((codes[output]?.[input] ?? NaN) - zero) * (scales[group * outputs + output] ?? NaN),
    );
  };
  return { weight, value };
}

async function expectRows(
  { weight, value }: Gptq,
  inputs: number,
  rows: readonly number[],
): Promise<void> {
  const values = await weight.read(rows);
  const wrong = values.findIndex(
    (is, i) => is !== value(rows[Math.floor(i / inputs)] ?? NaN, i % inputs),
  );
  expect(wrong).toBe(-1);
}

describe("gptq", () => {
  it.each([2, 3, 4, 8])("%d bits, rows from anywhere in a word of zero points", async (bits) => {
    const folder = gptq(70, 96, bits, 32);
    await expectRows(folder, 96, [...Array(70).keys()]);
    await expectRows(folder, 96, [41, 42, 10, 69, 31, 32]);
    await expectRows(folder, 96, [10]);
  });

  it("reads the codes once, in pieces, whatever rows are wanted", async () => {
    const [outputs, inputs] = [8192, 544];
    const folder = gptq(outputs, inputs, 8, 544);
    await expectRows(folder, inputs, [8191, 0, 4000, 4001]);
    const codes = folder.weight.ranges.filter(({ role }) => role === "codes");
    expect(codes.length).toBe(2);
    expect(codes.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(
      outputs * inputs,
    );
  });

  it("reads from wide rows only what a few outputs need", async () => {
    const [outputs, inputs] = [20_000, 64];
    const folder = gptq(outputs, inputs, 4, 64);
    await expectRows(folder, inputs, [12_345, 12_346]);
    const bytes = folder.weight.ranges.reduce((sum, { length }) => sum + length, 0);
    // Eight rows of two words, two scales, and the zero points of 32 outputs.
    expect(bytes).toBe(8 * 2 * 4 + 2 * 4 + 4 * 4);
  });
});

describe("rows of other packings", () => {
  it("reads of an embedding of MLX the words, scales and biases of the rows", async () => {
    const [rows, columns] = [1000, 128];
    const weight = packedWeight([rows, columns], { method: "affine", bits: 4, groupSize: 64 }, [
      { role: "codes", dtype: "U32", shape: [rows, 16], values: new Uint32Array(rows * 16) },
      { role: "scales", dtype: "BF16", shape: [rows, 2], values: new Uint16Array(rows * 2) },
      {
        role: "biases",
        dtype: "BF16",
        shape: [rows, 2],
        values: new Uint16Array(rows * 2).fill(0x3f80),
      },
    ]);
    expect(new Set(await weight.read([7, 999, 8]))).toEqual(new Set([1]));
    // 7, 999 and 8 are three runs.
    expect(weight.ranges).toEqual(
      [1, 2, 3].flatMap(() => [
        { role: "codes", length: 64 },
        { role: "scales", length: 4 },
        { role: "biases", length: 4 },
      ]),
    );
  });

  it("reads a part that is a view once, whole", async () => {
    const [rows, columns] = [2100, 512];
    const codes = Int8Array.from({ length: rows * columns }, () => 3);
    const scales = Float32Array.from({ length: rows }, (_, row) => row);
    const packing = { method: "scaled", blockRows: 1, blockColumns: columns } as const;
    const weight = packedWeight([rows, columns], packing, [
      { role: "codes", dtype: "I8", shape: [rows, columns], values: codes },
      { role: "scales", dtype: "F32", shape: [rows, 1], values: scales, isView: true },
    ]);
    const values = await weight.read();
    expect(values.findIndex((value, i) => value !== 3 * Math.floor(i / columns))).toBe(-1);
    expect(weight.ranges.map(({ role }) => role)).toEqual(["codes", "all of scales", "codes"]);
  });

  it("refuses more values than are decoded at a time, before anything is read", async () => {
    const weight = packedWeight([2 ** 20, 2 ** 12], { method: "mxfp4" }, [
      { role: "codes", dtype: "U8", shape: [0], values: new Uint8Array(0) },
    ]);
    await expect(weight.read()).rejects.toMatchObject({ code: "limit-exceeded" });
    expect(weight.ranges).toEqual([]);
  });

  it("says which part is missing", async () => {
    const weight = packedWeight([1, 32], { method: "mxfp4" }, [
      { role: "codes", dtype: "U8", shape: [1, 16], values: new Uint8Array(16) },
    ]);
    await expect(weight.read()).rejects.toMatchObject({
      code: "missing-tensor",
      message: "a packed weight was listed without its scales",
    });
  });
});
