import { describe, expect, it } from "vitest";
import { decodeStored } from "../../../../src/core/formats/decodeStored.ts";
import type { TensorInfo, TensorStorage } from "../../../../src/core/formats/tensorTable.ts";
import { TensorReader } from "../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../memoryFiles.ts";

/** Q8_0 of 8 rows of 64 values: 68 bytes a row, scales from 2⁻⁴ up. */
const rowBytes = 68;
const blocks = Uint8Array.from({ length: 8 * rowBytes }, (_, i) =>
  i % 34 === 1 ? 0x2c : (i * 37 + (i >> 5)) & 255,
);
const stored: TensorStorage = { kind: "blocks", type: "Q8_0", byteOrder: "little" };

function reader(bytes: Uint8Array, view: Partial<TensorInfo>): TensorReader {
  const file = new Uint8Array(3 + bytes.length);
  file.set(bytes, 3);
  const plain = { name: "t", dtype: "F32", dtypeName: "Q8_0", file: "f", offset: 3 } as const;
  const tensor = { ...plain, shape: [8, 64], byteLength: bytes.length, ...view };
  const table = { tensors: [tensor], metadata: new Map<string, string>(), format: "test" };
  return new TensorReader(memoryFiles({ "/m/f": file }), "/m", table);
}

describe("blocks that stay as the file has them", () => {
  const part: TensorInfo = {
    ...{ name: "blk.0.attn_q.weight", dtype: "F32", dtypeName: "Q8_0", file: "f", offset: 3 },
    ...{ shape: [8, 64], byteLength: blocks.length, storage: stored },
  };
  const moved: TensorStorage = {
    kind: "arranged",
    arrangement: { kind: "paired", heads: 2 },
    part,
  };

  it.each([
    ["plain", stored],
    ["with rows moved", moved],
  ])("%s, whole and by rows, decode to what the reader decodes", async (_, storage) => {
    const source = reader(blocks, { storage });
    for (const rows of [undefined, [5], [7, 2, 3, 2]]) {
      const raw = await source.readStored("t", rows);
      const values = await (rows === undefined
        ? source.readTensor("t")
        : source.readRows("t", rows));
      expect(raw).toMatchObject({ dtype: "Q8_0", shape: values.shape });
      expect(raw.bytes.byteLength).toBe((rows?.length ?? 8) * rowBytes);
      expect(decodeStored(raw.dtype, raw.bytes)).toEqual(new Float32Array(values.bytes));
    }
  });

  it("are whole rows of the file, in the order asked for", async () => {
    const { bytes } = await reader(blocks, { storage: stored }).readStored("t", [6, 1]);
    const rows = [6, 1].flatMap((row) => [...blocks.slice(row * rowBytes, (row + 1) * rowBytes)]);
    expect([...new Uint8Array(bytes)]).toEqual(rows);
  });

  it("are turned round where the file is big-endian", async () => {
    const turned = blocks.slice();
    for (let at = 0; at < turned.length; at += 34) turned.subarray(at, at + 2).reverse();
    const storage = { kind: "blocks", type: "Q8_0", byteOrder: "big" } as const;
    const { bytes } = await reader(turned, { storage }).readStored("t", undefined);
    expect(new Uint8Array(bytes)).toEqual(blocks);
  });

  it("are decoded where single values of one row are asked for", async () => {
    const vector = reader(blocks.slice(0, rowBytes), { storage: stored, shape: [64] });
    expect(await vector.readStored("t", undefined)).toMatchObject({ dtype: "Q8_0", shape: [64] });
    expect(await vector.readStored("t", [3, 1])).toMatchObject({ dtype: "F32", shape: [2] });
  });

  it("are decoded where the values change, and other tensors are read as they are", async () => {
    const added: TensorStorage = { kind: "arranged", arrangement: { kind: "added", by: 1 }, part };
    expect((await reader(blocks, { storage: added }).readStored("t", undefined)).dtype).toBe("F32");
    const plain = reader(blocks, { dtype: "U8", shape: [blocks.length] });
    expect((await plain.readStored("t", undefined)).dtype).toBe("U8");
  });

  it("are refused where the file ends before them", async () => {
    const short = reader(blocks.subarray(0, 100), { storage: stored, byteLength: blocks.length });
    await expect(short.readStored("t", undefined)).rejects.toMatchObject({ code: "read-past-end" });
  });
});
