import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { TensorTable } from "../../../../src/core/formats/tensorTable.ts";
import type { ModelFolder } from "../../../../src/core/workspace/modelFolder.ts";
import { isModelFolder } from "../../../../src/core/workspace/modelFolderFiles.ts";
import { openHubTable } from "../../../../src/core/workspace/openHubTable.ts";
import { openTensorTable } from "../../../../src/core/workspace/openTensorTable.ts";
import { readModelFolder } from "../../../../src/core/workspace/readModelFolder.ts";
import type { Parsed } from "../../../../src/core/problem.ts";
import { hostileFolder } from "../hostileEntries.ts";
import { memoryFiles, type MemoryFiles } from "../memoryFiles.ts";

const fixtures = fileURLToPath(
  new URL("../../../fixtures/formats/gguf-container/", import.meta.url),
);
const bytesOf = (name: string): Uint8Array => readFileSync(fixtures + name);
const parts = [1, 2, 3].map((part) => `tiny-0000${part}-of-00003.gguf`);

function folderOf(...names: string[]): MemoryFiles {
  return memoryFiles(Object.fromEntries(names.map((name) => [`/m/${name}`, bytesOf(name)])));
}

interface Opened {
  readonly folder: Parsed<ModelFolder>;
  readonly table: Parsed<TensorTable>;
}

async function open(files: MemoryFiles, path = "/m"): Promise<Opened> {
  const folder = await readModelFolder(files, path);
  const table = await openTensorTable(files, folder.value);
  expect(files.openCount()).toBe(0);
  return { folder, table };
}

const names = ({ value }: Parsed<TensorTable>): string[] =>
  value.tensors.map((tensor) => tensor.name);

describe("a folder with GGUF files", () => {
  it("is a model that its metadata describes", async () => {
    const files = folderOf("v3.gguf");
    expect(isModelFolder(await files.list("/m"))).toBe(true);
    const { folder, table } = await open(files);
    expect(folder.problems.filter(({ code }) => code === "no-config")).toEqual([]);
    expect(folder.value.config?.spec).toMatchObject({ modelType: "llama", family: "llama" });
    expect(folder.value.config?.spec.lengths.declared).toBe(2048);
    expect(table.value.format).toBe("gguf");
  });

  it("takes a config.json beside it, unless the file itself was pointed at", async () => {
    const config = JSON.stringify({ model_type: "qwen2", hidden_size: 64 });
    const files = memoryFiles({ "/m/config.json": config, "/m/v3.gguf": bytesOf("v3.gguf") });
    expect((await open(files)).folder.value.config?.spec.modelType).toBe("qwen2");
    const pointed = (await open(files, "/m/v3.gguf")).folder.value;
    expect(pointed.config?.spec.modelType).toBe("llama");
    expect(pointed.files.config).toBeUndefined();
  });

  it.each(["sha256-6a0746", "pytorch_model.bin"])("is known by its content as %s", async (name) => {
    const files = memoryFiles({ [`/m/${name}`]: bytesOf("v3.gguf"), "/m/other": "text" });
    const { folder, table } = await open(files, `/m/${name}`);
    expect(folder.value.config?.spec.modelType).toBe("llama");
    expect(table.value.format).toBe("gguf");
  });

  it("opens all files of a split model from any of them", async () => {
    const files = folderOf(...parts, "v3.gguf");
    for (const part of parts) {
      const { folder, table } = await open(files, `/m/${part}`);
      expect(folder.value.config?.file).toBe(parts[0]);
      expect(table.problems).toEqual([]);
      expect(table.value.tensors.map((tensor) => tensor.file)).toEqual(
        parts.flatMap((file) => [file, file]),
      );
      expect(table.value.metadata.get("general.name")).toBe("tiny");
      expect(table.value.metadata.get("split.no")).toBe("0");
    }
  });

  it("shows what is there of a split model and names what is not", async () => {
    const { table } = await open(folderOf(parts[0] ?? "", parts[2] ?? ""));
    expect(table.value.tensors).toHaveLength(4);
    expect(table.problems.map(({ code, key }) => [code, key])).toEqual([
      ["missing-shard", parts[1]],
      ["missing-tensor", "split.tensors.count"],
    ]);
  });

  it("does not believe a part that claims to be one of 65 535", async () => {
    const name = "shard-count-absurd-00001-of-00002.gguf";
    const bytes = readFileSync(`${hostileFolder}gguf/${name}`);
    const { table } = await open(memoryFiles({ [`/m/${name}`]: bytes }));
    expect(names(table)).toContain("t");
    expect(table.problems.map(({ key }) => key)).toEqual(
      expect.arrayContaining(["shard-count-absurd-00002-of-00002.gguf", "split.count"]),
    );
  });

  it("says that a part by another name has lost its others", async () => {
    const files = memoryFiles({ "/m/renamed.gguf": bytesOf(parts[0] ?? "") });
    const { table } = await open(files);
    expect(table.problems).toMatchObject([{ code: "missing-shard", key: "split.count" }]);
  });

  it("gives families the hub's names and keeps the file's", async () => {
    const files = folderOf("v3.gguf");
    const { folder, table } = await open(files);
    const hub = await openHubTable(files, folder.value);
    expect(names(table)).toContain("token_embd.weight");
    expect(hub.value.tensors.map(({ name, storedName }) => [name, storedName])).toContainEqual([
      "model.embed_tokens.weight",
      "token_embd.weight",
    ]);
    expect(hub.value.tensors).toHaveLength(table.value.tensors.length);
  });
});
