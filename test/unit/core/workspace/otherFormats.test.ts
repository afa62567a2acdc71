import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TensorTable } from "../../../../src/core/formats/tensorTable.ts";
import type { Parsed } from "../../../../src/core/problem.ts";
import {
  isModelFolder,
  modelFolderFiles,
} from "../../../../src/core/workspace/modelFolderFiles.ts";
import { openTensorTable } from "../../../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../../../src/core/workspace/readModelFolder.ts";
import { TensorReader } from "../../../../src/core/workspace/tensorReader.ts";
import { memoryFiles, type MemoryFiles } from "../memoryFiles.ts";

const fixtures = new URL("../../../fixtures/formats/", import.meta.url).pathname;
const fixture = (name: string): Uint8Array => readFileSync(fixtures + name);
const shard1 = "pytorch_model-00001-of-00002.bin";
const shard2 = "pytorch_model-00002-of-00002.bin";
const index = "pytorch_model.bin.index.json";
const torchShards = {
  [`/m/${shard1}`]: fixture(`torch/${shard1}`),
  [`/m/${shard2}`]: fixture(`torch/${shard2}`),
};

async function open(files: MemoryFiles, path = "/m"): Promise<Parsed<TensorTable>> {
  const folder = await readModelFolder(files, path);
  return openTensorTable(files, folder.value);
}

const entries = (...names: string[]): { name: string; kind: "file" }[] =>
  names.map((name) => ({ name, kind: "file" }));

describe("folders of PyTorch, ONNX and TensorFlow", () => {
  it.each(["/m", `/m/${shard2}`, `/m/${index}`])(
    "opens shards as one table from %s",
    async (path) => {
      const files = memoryFiles({ ...torchShards, [`/m/${index}`]: fixture(`torch/${index}`) });
      const { value, problems } = await open(files, path);
      expect(problems).toEqual([]);
      expect(value.format).toBe("torch");
      expect(value.tensors.map(({ name, file }) => [name, file])).toEqual([
        ["h.0.w", shard1],
        ["h.0.b", shard1],
        ["h.1.w", shard2],
        ["h.1.b", shard2],
      ]);
      const reader = new TensorReader(files, "/m", value);
      expect((await reader.readTensor("h.1.w")).bytes.byteLength).toBe(12);
      await reader.close();
      expect(files.openCount()).toBe(0);
    },
  );

  it("opens shards without their index, and none of another checkpoint", async () => {
    const other = { "/m/other-00001-of-00002.bin": fixture("torch/state-dict.bin") };
    const { value, problems } = await open(
      memoryFiles({ ...torchShards, ...other }),
      `/m/${shard1}`,
    );
    expect(value.tensors).toHaveLength(4);
    expect(problems).toMatchObject([{ code: "no-index" }]);
  });

  it("takes shards that were pointed at before a whole model of another format", () => {
    const names = entries("model.safetensors", index, shard1, shard2);
    expect(modelFolderFiles(names, shard2).checkpoints[0]).toBe(index);
    expect(modelFolderFiles(names).checkpoints[0]).toBe("model.safetensors");
  });

  it("lists folders whose weights have a library's names", () => {
    expect(isModelFolder(entries("pytorch_model.bin"))).toBe(true);
    expect(isModelFolder(entries("consolidated.00.pth"))).toBe(true);
    expect(isModelFolder(entries(index))).toBe(true);
    expect(isModelFolder(entries("model.onnx"))).toBe(true);
    expect(isModelFolder(entries("firmware.bin", "results.npy", "data.npz", "cache.pkl"))).toBe(
      false,
    );
  });

  it("says that the data of an ONNX model is missing or too short", async () => {
    const model = { "/m/external.onnx": fixture("onnx/external.onnx") };
    const alone = await open(memoryFiles(model));
    expect(alone.value.tensors).toHaveLength(2);
    expect(alone.problems).toMatchObject([{ code: "data-missing", file: "external.onnx.data" }]);
    expect(alone.problems[0]!.message).toMatch(/is not there; external.row needs 112 bytes/);
    const cut = fixture("onnx/external.onnx.data").subarray(0, 100);
    const short = await open(memoryFiles({ ...model, "/m/external.onnx.data": cut }));
    expect(short.problems[0]!.message).toMatch(/has 100 bytes/);
    const whole = memoryFiles({
      ...model,
      "/m/external.onnx.data": fixture("onnx/external.onnx.data"),
    });
    expect((await open(whole)).problems).toEqual([]);
  });

  it("names what TensorFlow wrote and says that it is not read", async () => {
    const files = memoryFiles({
      "/m/model.ckpt.index": "",
      "/m/model.ckpt.data-00000-of-00001": "",
    });
    await expect(open(files)).rejects.toThrow(
      /a part of a TensorFlow checkpoint, which is not readable/,
    );
  });
});
