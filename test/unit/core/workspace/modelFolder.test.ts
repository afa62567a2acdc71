import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { writeSafetensors } from "../../../../src/core/formats/safetensorsWriter.ts";
import {
  isModelFolder,
  modelFolderFiles,
} from "../../../../src/core/workspace/modelFolderFiles.ts";
import { openTensorTable } from "../../../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../../../src/core/workspace/readModelFolder.ts";
import { hostileEntries, hostileFolder } from "../hostileEntries.ts";
import { memoryFiles, type MemoryFiles } from "../memoryFiles.ts";

const config = '{"model_type": "llama", "hidden_size": 64, "num_attention_heads": 4}';

function weights(...names: string[]): Uint8Array {
  const bytes = new ArrayBuffer(8);
  return writeSafetensors(names.map((name) => ({ name, dtype: "F32", shape: [2], bytes })));
}

const index = (map: Record<string, string>): string => JSON.stringify({ weight_map: map });
const shard1 = "model-00001-of-00002.safetensors";
const shard2 = "model-00002-of-00002.safetensors";

async function open(files: MemoryFiles, path = "/m"): ReturnType<typeof openTensorTable> {
  const folder = await readModelFolder(files, path);
  const table = await openTensorTable(files, folder.value);
  expect(files.openCount()).toBe(0);
  return table;
}

describe("readModelFolder", () => {
  const files = memoryFiles({
    "/m/config.json": config,
    "/m/other_config.json": config.replace("64", "128"),
    "/m/tokenizer.json": "{}",
    "/m/Generation_Config.json": "{}",
    "/m/model.safetensors": weights("a"),
    "/m/sub/x.txt": "",
    "/bare/model.safetensors": weights("a"),
  });

  it("reads the config of a folder and nothing else", async () => {
    const { value } = await readModelFolder(files, "/m/");
    expect(value.path).toBe("/m");
    expect(value.config!.spec.hiddenSize).toBe(64);
    expect(new Set(files.reads.map((read) => read.path))).toEqual(new Set(["/m/config.json"]));
    expect(value.files.tokenizer).toBe("tokenizer.json");
  });

  it("takes names as they are written", async () => {
    const { value } = await readModelFolder(files, "/m");
    expect(value.files.generationConfig).toBeUndefined();
  });

  it("finds the folder of a file in it, and reads the config that was pointed at", async () => {
    expect((await readModelFolder(files, "/m/model.safetensors")).value.path).toBe("/m");
    const other = await readModelFolder(files, "/m/other_config.json");
    expect(other.value.config!.spec.hiddenSize).toBe(128);
  });

  it("says that there is no config, and that there is nothing", async () => {
    const { value, problems } = await readModelFolder(files, "/bare");
    expect(value.config).toBeUndefined();
    expect(problems).toMatchObject([{ code: "no-config" }]);
    await expect(readModelFolder(files, "/none")).rejects.toMatchObject({ code: "not-found" });
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    const read = readModelFolder(files, "/m", controller.signal);
    await expect(read).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("modelFolderFiles", () => {
  const entries = (...names: string[]): { name: string; kind: "file" }[] =>
    names.map((name) => ({ name, kind: "file" }));

  it("puts the index before the whole model, and both before what is not read", () => {
    const names = ["a.gguf", "model.safetensors", shard1, "model.safetensors.index.json"];
    expect(modelFolderFiles(entries(...names)).checkpoints).toEqual([
      "model.safetensors.index.json",
      "model.safetensors",
      shard1,
      "a.gguf",
    ]);
  });

  it("puts a checkpoint that was pointed at first, and a shard behind its index", () => {
    const names = ["model.safetensors.index.json", "adapter.safetensors", shard1];
    const first = (preferred: string): string | undefined =>
      modelFolderFiles(entries(...names), preferred).checkpoints[0];
    expect(first("adapter.safetensors")).toBe("adapter.safetensors");
    expect(first(shard1)).toBe("model.safetensors.index.json");
  });

  it("knows a model folder by its names", () => {
    expect(isModelFolder(entries("config.json"))).toBe(true);
    expect(isModelFolder(entries("x.safetensors"))).toBe(true);
    expect(isModelFolder(entries("README.md", "package.json"))).toBe(false);
    expect(isModelFolder([{ name: "config.json", kind: "folder" }])).toBe(false);
  });

  it("does not take the state of an optimiser for a model", () => {
    expect(modelFolderFiles(entries("optimizer.pt", "training_args.bin")).checkpoints).toEqual([]);
  });
});

describe("openTensorTable", () => {
  it("merges shards, with the file of each tensor", async () => {
    const { value, problems } = await open(
      memoryFiles({
        "/m/model.safetensors.index.json": index({ a: shard1, b: shard2 }),
        [`/m/${shard1}`]: weights("a"),
        [`/m/${shard2}`]: weights("b"),
      }),
    );
    expect(problems).toEqual([]);
    expect(value.tensors.map(({ name, file }) => [name, file])).toEqual([
      ["a", shard1],
      ["b", shard2],
    ]);
  });

  it("shows the shards that are there", async () => {
    const { value, problems } = await open(
      memoryFiles({
        "/m/model.safetensors.index.json": index({ a: shard1, b: shard2, c: shard2 }),
        [`/m/${shard1}`]: weights("a"),
      }),
    );
    expect(value.tensors.map((tensor) => tensor.name)).toEqual(["a"]);
    expect(problems).toMatchObject([{ code: "not-found", key: shard2 }]);
    expect(problems[0]!.message).toContain("2 tensors are not shown");
  });

  it("prefers the index to a whole model beside it, and falls back to that one", async () => {
    const whole = { "/m/model.safetensors": weights("whole") };
    const map = index({ a: shard1 });
    const both = { ...whole, "/m/model.safetensors.index.json": map };
    const withShard = await open(memoryFiles({ ...both, [`/m/${shard1}`]: weights("a") }));
    expect(withShard.value.tensors.map((tensor) => tensor.name)).toEqual(["a"]);
    const without = await open(memoryFiles(both));
    expect(without.value.tensors.map((tensor) => tensor.name)).toEqual(["whole"]);
    expect(without.problems).toMatchObject([{ code: "not-found", severity: "error" }]);
  });

  it("opens no other model for an index by a name of its own", async () => {
    const files = { "/m/b.safetensors": weights("b"), "/m/a.safetensors.index.json": "[]" };
    const opened = openTensorTable(
      memoryFiles(files),
      (await readModelFolder(memoryFiles(files), "/m/a.safetensors.index.json")).value,
    );
    await expect(opened).rejects.toMatchObject({ code: "bad-json" });
    const own = { ...files, "/m/a.safetensors": weights("a") };
    const { value } = await readModelFolder(memoryFiles(own), "/m/a.safetensors.index.json");
    const table = await openTensorTable(memoryFiles(own), value);
    expect(table.value.tensors.map(({ name }) => name)).toEqual(["a"]);
  });

  it("says which tensors the index promises and a shard does not have", async () => {
    const { problems } = await open(
      memoryFiles({
        "/m/model.safetensors.index.json": index({ a: shard1, gone: shard1 }),
        [`/m/${shard1}`]: weights("a"),
      }),
    );
    expect(problems).toMatchObject([{ code: "missing-tensor", key: "gone" }]);
  });

  it("takes a tensor that is in two shards from the one that the index names", async () => {
    const { value, problems } = await open(
      memoryFiles({
        "/m/model.safetensors.index.json": index({ b: shard1, a: shard2 }),
        [`/m/${shard1}`]: weights("a", "b"),
        [`/m/${shard2}`]: weights("a"),
      }),
    );
    expect(value.tensors.find((tensor) => tensor.name === "a")!.file).toBe(shard2);
    expect(problems).toMatchObject([{ code: "duplicate-tensor", key: "a" }]);
  });

  it("shows all shards where the index is missing", async () => {
    const { value, problems } = await open(
      memoryFiles({ [`/m/${shard1}`]: weights("a"), [`/m/${shard2}`]: weights("b") }),
    );
    expect(value.tensors).toHaveLength(2);
    expect(problems).toMatchObject([{ code: "no-index" }]);
  });

  it.each([
    ["a.gguf", "GGUF", "truncated"],
    ["pytorch_model.bin", "PK\u0003\u0004", "truncated"],
    ["model.safetensors", "", "truncated"],
    ["notes.txt", "", "not-found"],
  ])("refuses a folder with %s only", async (name, content, code) => {
    const files = memoryFiles({ [`/m/${name}`]: content });
    await expect(open(files)).rejects.toMatchObject({ code });
    expect(files.openCount()).toBe(0);
  });

  it.each(hostileEntries("safetensors-index"))("opens no other file for $file", async (entry) => {
    const files = memoryFiles({
      "/m/model.safetensors.index.json": readFileSync(hostileFolder + entry.file),
      "/etc/passwd": "root",
      "/secret.safetensors": weights("secret"),
    });
    await expect(open(files)).rejects.toMatchObject({ name: "FormatError" });
    expect(files.reads.every((read) => read.path.startsWith("/m/"))).toBe(true);
  });
});

describe("a Git LFS pointer in the place of a checkpoint", () => {
  it.each(["model.safetensors", "model.gguf", "pytorch_model.bin"])(
    "says so, with sizes: %s",
    async (name) => {
      const oid = `oid sha256:${"0".repeat(64)}`;
      const pointer = `version https://git-lfs.github.com/spec/v1\n${oid}\nsize 16060522240\n`;
      await expect(open(memoryFiles({ [`/m/${name}`]: pointer }))).rejects.toMatchObject({
        code: "bad-magic",
        message: `${name} is a Git LFS pointer to a file of 16,060,522,240 bytes, not the file itself: run \`git lfs pull\` in its repository`,
      });
    },
  );
});
