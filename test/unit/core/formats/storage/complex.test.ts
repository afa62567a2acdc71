import { describe, expect, it } from "vitest";
import { npyHeader } from "../../../../../src/core/formats/npyWriter.ts";
import { readNpy } from "../../../../../src/core/formats/numpy/npy.ts";
import { memorySource } from "../../../../../src/core/bytes/memorySource.ts";
import type {
  DType,
  ElementLayout,
  TensorInfo,
} from "../../../../../src/core/formats/tensorTable.ts";
import { npyPieces } from "../../../../../src/core/tensors/npyPieces.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

/** A row of complex numbers as a view of a file that has nothing else. */
function viewOf(bytes: Uint8Array, dtype: DType, layout: Partial<ElementLayout>) {
  const count = bytes.length / (dtype === "C64" ? 8 : 16);
  const tensor: TensorInfo = {
    ...{ name: "t", dtype, dtypeName: dtype, shape: [count], file: "f", offset: 0 },
    byteLength: bytes.length,
    storage: { kind: "strided", strides: [1], byteOrder: "little", ...layout },
  };
  const table = { tensors: [tensor], metadata: new Map<string, string>(), format: "test" };
  return { tensor, reader: new TensorReader(memoryFiles({ "/m/f": bytes }), "/m", table) };
}

const singles = new Uint8Array(Float32Array.of(1, 2, -3, 0).buffer);
const doubles = new Uint8Array(Float64Array.of(1, 2, -3, 0).buffer);

describe("complex numbers", () => {
  it("are negated in both parts and conjugated in one", async () => {
    const negated = viewOf(singles, "C64", { negated: true }).reader;
    expect([...new Float32Array((await negated.readTensor("t")).bytes)]).toEqual([-1, -2, 3, -0]);
    const conjugated = viewOf(doubles, "C128", { conjugated: true }).reader;
    expect([...new Float64Array((await conjugated.readTensor("t")).bytes)]).toEqual([
      1, -2, -3, -0,
    ]);
    const both = viewOf(singles, "C64", { negated: true, conjugated: true, strides: [0] }).reader;
    expect([...new Float32Array((await both.readTensor("t")).bytes)]).toEqual([-1, 2, -1, 2]);
  });

  it("refuse to conjugate what is not complex", async () => {
    const { tensor } = viewOf(singles, "C64", { conjugated: true });
    const table = { tensors: [{ ...tensor, dtype: "F64" as const }], metadata: new Map() };
    const files = memoryFiles({ "/m/f": singles });
    const reader = new TensorReader(files, "/m", { ...table, format: "test" });
    await expect(reader.readTensor("t")).rejects.toMatchObject({ code: "unsupported" });
  });

  it.each([
    ["c8", "C64", 4],
    ["c16", "C128", 8],
  ])("keep their parts in order in big-endian arrays of %s", async (code, dtype, width) => {
    const header = npyHeader(`>${code}`, [2]);
    const file = new Uint8Array(header.length + 4 * width);
    file.set(header);
    const view = new DataView(file.buffer, header.length);
    [1, 2, -3, 0.5].forEach((number, i) => {
      if (width === 4) view.setFloat32(i * 4, number);
      else view.setFloat64(i * 8, number);
    });
    const { value } = await readNpy(memorySource(file), "f.npy");
    const [tensor] = value.tensors;
    if (tensor === undefined) expect.fail("no tensor");
    expect(tensor.dtype).toBe(dtype);
    const reader = new TensorReader(memoryFiles({ "/m/f.npy": file }), "/m", value);
    const { bytes } = await reader.readTensor("array");
    const numbers = width === 4 ? new Float32Array(bytes) : new Float64Array(bytes);
    expect([...numbers]).toEqual([1, 2, -3, 0.5]);
    const pieces: number[] = [];
    for await (const piece of npyPieces(reader, { tensor })) pieces.push(...piece);
    const written = new TextDecoder().decode(Uint8Array.from(pieces.slice(0, 64)));
    expect(written).toContain(`<${code}`);
    expect(pieces.slice(-4 * width)).toEqual([...new Uint8Array(bytes)]);
  });
});
