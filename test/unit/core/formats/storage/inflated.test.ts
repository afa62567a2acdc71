import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { INFLATED_KEPT_BYTES } from "../../../../../src/core/bytes/limits.ts";
import type { InflatedStorage, TensorInfo } from "../../../../../src/core/formats/tensorTable.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles, type MemoryFiles } from "../../memoryFiles.ts";

const SKIPPED = 16;

/** Rows of 1 000 F32 behind 16 bytes of a header, deflated; the file begins with three other bytes. */
function model(
  rows: number,
  change: Partial<InflatedStorage> = {},
  cut = 0,
): { readonly values: Float32Array; readonly files: MemoryFiles; readonly reader: TensorReader } {
  const values = Float32Array.from({ length: rows * 1000 }, (_, i) => Math.sin(i * i));
  const inflated = new Uint8Array(SKIPPED + values.byteLength);
  inflated.set(new Uint8Array(values.buffer), SKIPPED);
  const deflated = deflateRawSync(inflated, { level: 1 });
  const file = Buffer.concat([new Uint8Array(3), deflated.subarray(0, deflated.length - cut)]);
  const storage: InflatedStorage = {
    ...{ kind: "inflated", strides: [1000, 1], byteOrder: "little" },
    ...{ deflatedLength: deflated.length - cut, inflatedLength: inflated.length, start: SKIPPED },
    ...change,
  };
  const tensor: TensorInfo = {
    ...{ name: "t", dtype: "F32", dtypeName: "F32", shape: [rows, 1000], file: "f" },
    ...{ offset: 3, byteLength: values.byteLength, storage },
  };
  const files = memoryFiles({ "/m/f": file });
  const table = { tensors: [tensor], metadata: new Map<string, string>(), format: "test" };
  return { values, files, reader: new TensorReader(files, "/m", table) };
}

function bytesRead({ reads }: MemoryFiles): number {
  return reads.reduce((sum, { length }) => sum + length, 0);
}

describe("deflated members", () => {
  it("gives values, whole and by rows, and keeps a small member inflated", async () => {
    const { values, files, reader } = model(50);
    const whole = await reader.readTensor("t");
    expect(Buffer.from(whole.bytes).equals(Buffer.from(values.buffer))).toBe(true);
    const before = bytesRead(files);
    const rows = await reader.readRows("t", [49, 0]);
    expect([...new Float32Array(rows.bytes)]).toEqual([
      ...values.slice(49_000),
      ...values.slice(0, 1000),
    ]);
    expect(bytesRead(files)).toBe(before);
  });

  it("gathers views of a member", async () => {
    const { values, reader } = model(1000, { strides: [1, 1000] });
    const whole = new Float32Array((await reader.readTensor("t")).bytes);
    expect([whole[1], whole[1000], whole[123_456]]).toEqual([
      values[1000],
      values[1],
      values[456_123],
    ]);
  });

  it("reads on in a large member, and begins anew only to go back", async () => {
    const rowCount = Math.ceil(INFLATED_KEPT_BYTES / 4000) + 1000;
    const { values, files, reader } = model(rowCount);
    const row = async (at: number): Promise<void> => {
      const { bytes } = await reader.readRows("t", [at]);
      expect(new Float32Array(bytes)).toEqual(values.slice(at * 1000, (at + 1) * 1000));
    };
    await row(0);
    const toFirst = bytesRead(files);
    await row(rowCount - 1);
    const toLast = bytesRead(files);
    expect(toFirst).toBeLessThan(toLast / 10);
    await row(1);
    await Promise.all([row(5), row(4), row(6)]);
    expect(bytesRead(files)).toBeLessThan(2 * toLast);
  });

  it.each([
    ["has more than it says", { inflatedLength: 200_000, start: 0 }, 0, "bad-value"],
    ["has less than it says", { inflatedLength: 200_017 }, 0, "truncated"],
    ["ends early", {}, 500, "truncated"],
    ["begins in the middle", { deflatedLength: 100 }, 0, "truncated"],
  ])("refuses a member that %s", async (_, change, cut, code) => {
    const { reader } = model(50, change, cut);
    await expect(reader.readTensor("t")).rejects.toMatchObject({ code });
  });

  it("refuses what is no deflated stream", async () => {
    const broken = memoryFiles({ "/m/f": new Uint8Array(1000).fill(0xff) });
    const table = { tensors: [inNoStream], metadata: new Map<string, string>(), format: "test" };
    const again = new TensorReader(broken, "/m", table);
    await expect(again.readTensor("t")).rejects.toMatchObject({ code: "bad-value" });
  });

  it("begins again after a read that was cancelled", async () => {
    const { values, reader } = model(50);
    const cancelled = new AbortController();
    const first = reader.readTensor("t", cancelled.signal);
    const second = reader.readTensor("t");
    cancelled.abort();
    await expect(first).rejects.toThrow();
    expect(Buffer.from((await second).bytes).equals(Buffer.from(values.buffer))).toBe(true);
  });
});

/** A tensor in a stream of 1 000 bytes. */
const inNoStream: TensorInfo = {
  ...{
    name: "t",
    dtype: "F32",
    dtypeName: "F32",
    shape: [10],
    file: "f",
    offset: 0,
    byteLength: 40,
  },
  storage: {
    ...{ kind: "inflated", strides: [1], byteOrder: "little", start: 0 },
    ...{ deflatedLength: 1000, inflatedLength: 5000 },
  },
};
