import { describe, expect, it } from "vitest";
import type { TensorInfo } from "../../../../../src/core/formats/tensorTable.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

/** 0, 1, 2, … as I16, `pad` bytes in. */
function reader(count: number, view: Partial<TensorInfo>): TensorReader {
  const bytes = new Uint8Array(2 + count * 2);
  const data = new DataView(bytes.buffer);
  const isLittle = view.storage?.kind !== "strided" || view.storage.byteOrder === "little";
  for (let i = 0; i < count; i++) data.setInt16(2 + i * 2, i, isLittle);
  const plain = { name: "t", dtype: "I16", dtypeName: "I16", file: "f", offset: 2 } as const;
  const tensor: TensorInfo = { ...plain, shape: [], byteLength: count * 2, ...view };
  const table = { tensors: [tensor], metadata: new Map<string, string>(), format: "test" };
  return new TensorReader(memoryFiles({ "/m/f": bytes }), "/m", table);
}

function strided(strides: readonly number[], byteOrder: "little" | "big" = "little"): object {
  return { storage: { kind: "strided", strides, byteOrder } };
}

describe("strided tensors", () => {
  it("transposes a view, whole and by rows in any order", async () => {
    const view = reader(6, { shape: [3, 2], ...strided([1, 3]) });
    const whole = await view.readTensor("t");
    expect([...new Int16Array(whole.bytes)]).toEqual([0, 3, 1, 4, 2, 5]);
    const rows = await view.readRows("t", [2, 0, 2]);
    expect(rows.shape).toEqual([3, 2]);
    expect([...new Int16Array(rows.bytes)]).toEqual([2, 5, 0, 3, 2, 5]);
  });

  it("repeats an element where the stride is zero, and skips where it is more than one", async () => {
    const view = reader(9, { shape: [2, 2, 2], ...strided([4, 0, 2]) });
    expect([...new Int16Array((await view.readTensor("t")).bytes)]).toEqual([
      0, 2, 0, 2, 4, 6, 4, 6,
    ]);
  });

  it("turns big-endian elements, also of a scalar", async () => {
    const view = reader(4, { shape: [2, 2], ...strided([2, 1], "big") });
    expect([...new Int16Array((await view.readTensor("t")).bytes)]).toEqual([0, 1, 2, 3]);
    const scalar = reader(1, { shape: [], ...strided([], "big") });
    expect([...new Int16Array((await scalar.readTensor("t")).bytes)]).toEqual([0]);
  });

  it("gives nothing for a tensor without elements", async () => {
    const view = reader(0, { shape: [0, 3], ...strided([3, 1]) });
    expect(await view.readTensor("t")).toMatchObject({ shape: [0, 3], bytes: new ArrayBuffer(0) });
  });
});
