import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { decodeFloats } from "../../../../src/core/formats/decodeFloats.ts";
import { writeNpy } from "../../../../src/core/formats/npyWriter.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";
import { writeSafetensors } from "../../../../src/core/formats/safetensorsWriter.ts";

describe("writeSafetensors", () => {
  it("writes what the reader reads", async () => {
    const bytes = Float32Array.of(1, -2, 3.5, NaN, 0, 7).buffer;
    const file = writeSafetensors(
      [
        { name: "a", dtype: "F32", shape: [2, 3], bytes },
        { name: "__proto__", dtype: "I64", shape: [1], bytes: BigInt64Array.of(5n).buffer },
        { name: "empty", dtype: "F16", shape: [0, 4], bytes: new ArrayBuffer(0) },
      ],
      new Map([["made", "here"]]),
    );
    const { value, problems } = await readSafetensors(memorySource(file), "out");
    expect(problems).toEqual([]);
    expect(value.metadata.get("made")).toBe("here");
    expect(value.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ["a", "F32", [2, 3]],
      ["__proto__", "I64", [1]],
      ["empty", "F16", [0, 4]],
    ]);
    const first = value.tensors[0]!;
    expect(first.offset % 8).toBe(0);
    const read = file.slice(first.offset, first.offset + first.byteLength).buffer;
    expect([...decodeFloats("F32", read)]).toEqual([1, -2, 3.5, NaN, 0, 7]);
  });

  it("refuses a size that is not shape × type, and a name twice", () => {
    const bytes = new ArrayBuffer(8);
    const tensor = { name: "a", dtype: "F32", shape: [2], bytes } as const;
    expect(() => writeSafetensors([{ ...tensor, shape: [3] }])).toThrow(/needs 12 bytes/);
    expect(() => writeSafetensors([tensor, tensor])).toThrow(/is taken/);
  });
});

describe("writeNpy", () => {
  it.each([
    { shape: [2, 3], axes: "(2, 3)", count: 6 },
    { shape: [4], axes: "(4,)", count: 4 },
    { shape: [], axes: "()", count: 1 },
    { shape: [0, 5], axes: "(0, 5)", count: 0 },
  ])("writes $axes", ({ shape, axes, count }) => {
    const values = Float32Array.from({ length: count }, (_, i) => i / 3);
    const file = writeNpy(shape, values);
    expect([...file.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    const headerLength = new DataView(file.buffer).getUint16(8, true);
    expect((10 + headerLength) % 64).toBe(0);
    const header = new TextDecoder().decode(file.subarray(10, 10 + headerLength));
    expect(header).toMatch(/ *\n$/);
    expect(header).toContain(`'descr': '<f4', 'fortran_order': False, 'shape': ${axes},`);
    expect(new Float32Array(file.slice(10 + headerLength).buffer)).toEqual(values);
  });

  it("refuses values that do not fill the shape", () => {
    expect(() => writeNpy([2, 2], new Float32Array(3))).toThrow(/has 4 values/);
  });
});
