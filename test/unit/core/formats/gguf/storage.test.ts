import { describe, expect, it } from "vitest";
import type { TensorInfo } from "../../../../../src/core/formats/tensorTable.ts";
import { storedRow } from "../../../../../src/core/formats/storage/arranged.ts";
import { toHubTable } from "../../../../../src/core/models/gguf/toHubTable.ts";
import { TensorReader } from "../../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles } from "../../memoryFiles.ts";

const blocks = { kind: "blocks", type: "Q8_0", byteOrder: "little" } as const;

/** Q8_0: a half-precision scale (1 here) and 32 codes. */
function q8(rows: readonly number[]): Uint8Array {
  return Uint8Array.from(rows.flatMap((code) => [0, 0x3c, ...Array<number>(32).fill(code)]));
}

function tensor(name: string, shape: readonly number[], more: Partial<TensorInfo>): TensorInfo {
  return {
    name,
    dtype: "F32",
    dtypeName: "F32",
    shape,
    file: "f",
    offset: 0,
    byteLength: 0,
    ...more,
  };
}

function readerOf(bytes: Uint8Array, ...tensors: TensorInfo[]): TensorReader {
  const table = { tensors, metadata: new Map<string, string>(), format: "gguf" };
  return new TensorReader(memoryFiles({ "/m/f": bytes }), "/m", table);
}

async function firstOfRows(reader: TensorReader, rows?: readonly number[]): Promise<number[]> {
  const read = await (rows === undefined ? reader.readTensor("w") : reader.readRows("w", rows));
  const values = new Float32Array(read.bytes);
  return Array.from({ length: values.length / 32 }, (_, row) => values[row * 32] ?? NaN);
}

describe("blocks", () => {
  const bytes = q8([1, 2, 3, 4]);
  const info = tensor("w", [4, 32], { dtypeName: "Q8_0", byteLength: 4 * 34, storage: blocks });

  it("reads rows in the order asked for, one twice", async () => {
    expect(await firstOfRows(readerOf(bytes, info), [2, 0, 1, 2])).toEqual([3, 1, 2, 3]);
    expect(await firstOfRows(readerOf(bytes, info), [])).toEqual([]);
  });

  it("picks elements of a tensor of one axis", async () => {
    const flat = { ...info, shape: [128] };
    const read = await readerOf(bytes, flat).readRows("w", [0, 127, 64]);
    expect([...new Float32Array(read.bytes)]).toEqual([1, 4, 3]);
  });

  it("makes no room for what the file does not have", async () => {
    const huge = { ...info, shape: [16_000_000, 32], byteLength: 16_000_000 * 34 };
    const before = process.memoryUsage().arrayBuffers;
    await expect(readerOf(bytes, huge).readTensor("w")).rejects.toMatchObject({
      code: "read-past-end",
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  it("refuses rows that are not whole blocks", async () => {
    const odd = { ...info, shape: [4, 33] };
    await expect(readerOf(bytes, odd).readTensor("w")).rejects.toMatchObject({ code: "bad-shape" });
  });
});

describe("arranged", () => {
  const part = tensor("stored", [8, 32], {
    dtypeName: "Q8_0",
    byteLength: 8 * 34,
    storage: blocks,
  });
  const bytes = q8([0, 1, 2, 3, 4, 5, 6, 7]);

  it("turns pairs of rows into halves of heads", async () => {
    const storage = { kind: "arranged", part, arrangement: { kind: "paired", heads: 2 } } as const;
    const reader = readerOf(bytes, { ...part, name: "w", storage });
    expect(await firstOfRows(reader)).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
    expect(await firstOfRows(reader, [6, 1, 1])).toEqual([5, 2, 2]);
  });

  it("gathers query, key and value heads by group", () => {
    // Two groups of two query heads of one row each: q0 q1 q2 q3 k0 k1 v0 v1 in the file.
    const moves = { kind: "grouped", groups: 2, queries: 2 } as const;
    const rows = Array.from({ length: 8 }, (_, row) => storedRow(moves, row, 8));
    expect(rows).toEqual([0, 1, 4, 6, 2, 3, 5, 7]);
  });
});

describe("a table in the hub's layout", () => {
  const metadata = new Map([
    ["general.architecture", "llama"],
    ["llama.attention.head_count", "4"],
    ["llama.attention.head_count_kv", "2"],
  ]);
  const hub = (...tensors: TensorInfo[]): ReturnType<typeof toHubTable> =>
    toHubTable({ tensors, metadata, format: "gguf" });

  it("keeps what does not fit as the file has it, and says so", () => {
    const odd = tensor("blk.0.attn_q.weight", [6, 32], {});
    const { value, problems } = hub(odd);
    expect(value.tensors).toEqual([odd]);
    expect(problems).toMatchObject([{ code: "not-arranged", key: "blk.0.attn_q.weight" }]);
  });

  it("gives each expert its own place", () => {
    const stacked = tensor("blk.3.ffn_up_exps.weight", [2, 4, 32], {
      offset: 100,
      byteLength: 2 * 4 * 34,
      storage: blocks,
    });
    const gate = tensor("blk.0.ffn_gate_inp.weight", [2, 32], {});
    const [, ...experts] = hub(gate, stacked).value.tensors;
    expect(experts.map(({ name, shape, offset }) => [name, shape, offset])).toEqual([
      ["model.layers.3.block_sparse_moe.experts.0.w3.weight", [4, 32], 100],
      ["model.layers.3.block_sparse_moe.experts.1.w3.weight", [4, 32], 236],
    ]);
  });

  it("does not follow a file to millions of experts", () => {
    const gate = tensor("blk.0.ffn_gate_inp.weight", [2, 32], {});
    const stacked = tensor("blk.0.ffn_up_exps.weight", [10_000_000, 1, 1], {});
    expect(hub(gate, stacked).value.tensors[1]).toBe(stacked);
  });

  it("does not let a name of the hub in the file stand for another tensor", () => {
    const tensors = [tensor("output.weight", [1], {}), tensor("lm_head.weight", [2], {})];
    expect(hub(...tensors).value.tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ["lm_head.weight", [1]],
    ]);
  });

  it("leaves architectures and formats alone that it does not know", () => {
    const tensors = [tensor("output.weight", [1], {})];
    const unknown = {
      tensors,
      metadata: new Map([["general.architecture", "__proto__"]]),
      format: "gguf",
    };
    expect(toHubTable(unknown).value).toBe(unknown);
    const other = { tensors, metadata, format: "safetensors" };
    expect(toHubTable(other).value).toBe(other);
  });
});
