import { describe, expect, it } from "vitest";
import type { Files } from "../../../../src/core/bytes/files.ts";
import { memorySource } from "../../../../src/core/bytes/memorySource.ts";
import { OPEN_FILE_LIMIT, READ_PIECE_BYTES } from "../../../../src/core/bytes/limits.ts";
import { writeSafetensors } from "../../../../src/core/formats/safetensorsWriter.ts";
import { readSafetensors } from "../../../../src/core/formats/safetensors.ts";
import { TensorReader } from "../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles, type MemoryFiles } from "../memoryFiles.ts";

/** Row r of "m" is [r, r + 0.5]. */
async function opened(): Promise<{ files: MemoryFiles; reader: TensorReader }> {
  const rows = Float32Array.from({ length: 20 }, (_, i) => i / 2);
  const file = writeSafetensors([
    { name: "pad", dtype: "U8", shape: [3], bytes: new ArrayBuffer(3) },
    { name: "m", dtype: "F32", shape: [10, 2], bytes: rows.buffer },
    { name: "scalar", dtype: "F32", shape: [], bytes: new ArrayBuffer(4) },
  ]);
  const files = memoryFiles({ "/m/model.safetensors": file });
  const { value } = await readSafetensors(memorySource(file), "model.safetensors");
  return { files, reader: new TensorReader(files, "/m", value) };
}

describe("TensorReader", () => {
  it("reads a tensor into a buffer of its own", async () => {
    const { files, reader } = await opened();
    const first = await reader.readTensor("m");
    const second = await reader.readTensor("m");
    expect(first).toMatchObject({ dtype: "F32", shape: [10, 2] });
    expect(first.bytes.byteLength).toBe(80);
    new Uint8Array(first.bytes).fill(0);
    expect(new Float32Array(second.bytes)[19]).toBe(9.5);
    expect(files.reads.map((read) => read.length)).toEqual([80, 80]);
    expect(files.openCount()).toBe(1);
    await reader.close();
    expect(files.openCount()).toBe(0);
  });

  it("reads rows in the order asked for, neighbours in one piece and nothing else", async () => {
    const { files, reader } = await opened();
    const { shape, bytes } = await reader.readRows("m", [7, 2, 3, 4, 7]);
    expect(shape).toEqual([5, 2]);
    expect([...new Float32Array(bytes)]).toEqual([7, 7.5, 2, 2.5, 3, 3.5, 4, 4.5, 7, 7.5]);
    expect(files.reads.map((read) => read.length)).toEqual([8, 24, 8]);
    expect((await reader.readRows("m", [])).bytes.byteLength).toBe(0);
    await reader.close();
  });

  it.each([
    ["a row outside", "m", [10], "bad-shape"],
    ["a negative row", "m", [-1], "bad-shape"],
    ["half a row", "m", [0.5], "bad-shape"],
    ["a row of a scalar", "scalar", [0], "bad-shape"],
    ["a tensor that is not there", "__proto__", [0], "missing-tensor"],
  ])("refuses %s", async (_, name, rows, code) => {
    const { files, reader } = await opened();
    await expect(reader.readRows(name, rows)).rejects.toMatchObject({ code });
    expect(files.reads).toEqual([]);
  });

  it("refuses types that it cannot name, and more than one buffer holds", async () => {
    const table = { metadata: new Map<string, string>(), format: "safetensors" };
    const info = { name: "t", dtypeName: "Q9", shape: [4], file: "f", offset: 0, byteLength: 16 };
    const odd = { ...table, tensors: [{ ...info, dtype: undefined }] };
    const huge = { ...table, tensors: [{ ...info, dtype: "F32" as const, byteLength: 2 ** 40 }] };
    const read = async (tensors: typeof odd | typeof huge): Promise<unknown> =>
      new TensorReader(memoryFiles({}), "/m", tensors).readTensor("t");
    await expect(read(odd)).rejects.toMatchObject({ code: "unsupported" });
    await expect(read(huge)).rejects.toMatchObject({ code: "limit-exceeded" });
  });

  it("refuses to read after it was closed, and stops when it is cancelled", async () => {
    const { reader } = await opened();
    const controller = new AbortController();
    controller.abort();
    await expect(reader.readTensor("m", controller.signal)).rejects.toMatchObject({
      name: "AbortError",
    });
    await reader.close();
    await expect(reader.readTensor("m")).rejects.toMatchObject({ code: "not-readable" });
  });

  it("keeps few files open, however many shards are read at once", async () => {
    let open = 0;
    let most = 0;
    const files: Pick<Files, "open"> = {
      open: async () => {
        most = Math.max(most, ++open);
        const source = memorySource(new Uint8Array(4));
        const read: typeof source.read = async (offset, length) => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          return source.read(offset, length);
        };
        return {
          ...source,
          read,
          close: async () => {
            open--;
          },
        };
      },
    };
    const tensors = Array.from({ length: 40 }, (_, i) => ({
      name: `t${i}`,
      dtype: "F32" as const,
      dtypeName: "F32",
      shape: [1],
      file: `f${i}`,
      offset: 0,
      byteLength: 4,
    }));
    const table = { tensors, metadata: new Map<string, string>(), format: "safetensors" };
    const reader = new TensorReader(files as Files, "/m", table);
    await Promise.all(tensors.map(async ({ name }) => reader.readTensor(name)));
    expect(most).toBe(OPEN_FILE_LIMIT);
    await reader.close();
    expect(open).toBe(0);
  });

  it("reads a large tensor in bounded pieces", async () => {
    const lengths: number[] = [];
    const files: Pick<Files, "open"> = {
      open: async () => ({
        byteLength: 1e9,
        read: async (_, length) => {
          lengths.push(length);
          return new Uint8Array(length);
        },
        close: async () => undefined,
      }),
    };
    const byteLength = READ_PIECE_BYTES + 4;
    const info = { name: "t", dtype: "U8", dtypeName: "U8", file: "f", offset: 0 } as const;
    const tensors = [{ ...info, shape: [byteLength], byteLength }];
    const table = { tensors, metadata: new Map<string, string>(), format: "safetensors" };
    await new TensorReader(files as Files, "/m", table).readTensor("t");
    expect(lengths).toEqual([READ_PIECE_BYTES, 4]);
  });

  it("tries again after a file could not be opened", async () => {
    const { files } = await opened();
    let fails = true;
    const flaky: Files = {
      ...files,
      open: async (path) => {
        if (fails) throw new Error("busy");
        return files.open(path);
      },
    };
    const file = await files.open("/m/model.safetensors");
    const { value } = await readSafetensors(file, "model.safetensors");
    const reader = new TensorReader(flaky, "/m", value);
    await expect(reader.readTensor("m")).rejects.toThrow("busy");
    fails = false;
    expect((await reader.readTensor("m")).shape).toEqual([10, 2]);
  });
});
