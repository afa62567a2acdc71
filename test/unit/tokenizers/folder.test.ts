import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { readTokenizerSource } from "../../../src/core/tokenizers/folder/readTokenizerSource.ts";
import { parseTokenizerSource } from "../../../src/core/tokenizers/folder/tokenizerSource.ts";
import { vocabularyFiles } from "../../../src/core/tokenizers/folder/vocabularyFiles.ts";
import { readModelFolder } from "../../../src/core/workspace/readModelFolder.ts";
import { memoryFiles } from "../core/memoryFiles.ts";

const fixtures = join(import.meta.dirname, "../../fixtures/tokenizers");
const bytes = (path: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, path)));

const all = {
  "/m/config.json": '{"model_type":"gpt2"}',
  "/m/tokenizer.json": bytes("gpt2-byte-level.tokenizer.json"),
  "/m/model.gguf": bytes("gguf/llama-byte-fallback.gguf"),
  "/m/tokenizer.model": bytes("sentencepiece/bpe-bytes.model"),
  "/m/vocab.json": bytes("vocabularies/gpt2/vocab.json"),
  "/m/merges.txt": bytes("vocabularies/gpt2/merges.txt"),
};
const order = ["tokenizer.json", "model.gguf", "tokenizer.model", "vocab.json"];
const bert = {
  "/m/config.json": '{"model_type":"bert"}',
  "/m/vocab.txt": bytes("vocabularies/bert-uncased/vocab.txt"),
};

async function kindOf(
  files: Readonly<Record<string, Uint8Array | string>>,
  path = "/m",
): Promise<string> {
  const opened = memoryFiles(files);
  const { value: folder } = await readModelFolder(opened, path);
  const source = await readTokenizerSource(opened, folder);
  expect(opened.openCount()).toBe(0);
  expect(parseTokenizerSource(source).encode("the dog").ids.length).toBeGreaterThan(0);
  return source.kind;
}

describe("the vocabulary of a folder", () => {
  it("is the best of those that it has", async () => {
    const left = new Map(Object.entries(all));
    const kinds: string[] = [];
    for (const name of order) {
      kinds.push(await kindOf(Object.fromEntries(left)));
      left.delete(`/m/${name}`);
    }
    expect(kinds).toEqual(["json", "gguf", "sentencepiece", "merges"]);
    await expect(kindOf(Object.fromEntries(left))).rejects.toMatchObject({ code: "not-found" });
  });

  it("is that of the file that was pointed at", async () => {
    expect(await kindOf(all, "/m/model.gguf")).toBe("gguf");
    expect(await kindOf(all, "/m/tokenizer.model")).toBe("sentencepiece");
    expect(await kindOf(all, "/m/merges.txt")).toBe("merges");
    expect(await kindOf({ ...all, ...bert }, "/m/vocab.txt")).toBe("wordpiece");
    expect(await kindOf(all, "/m/config.json")).toBe("json");
  });

  it("is not looked for in a GGUF file that has none", async () => {
    const without = bytes("../formats/gguf-container/ranks.gguf");
    expect(await kindOf({ ...bert, "/m/a.gguf": without })).toBe("wordpiece");
  });

  it("takes settings for a file under its usual name only", async () => {
    const config = '{"tokenizer_class":"XLMRobertaTokenizer"}';
    const model = all["/m/tokenizer.model"];
    const files = { "/m/other.model": model, "/m/tokenizer_config.json": config };
    expect(await kindOf(files, "/m/other.model")).toBe("sentencepiece");
    const usual = { "/m/tokenizer.model": model, "/m/tokenizer_config.json": config };
    await expect(kindOf(usual)).rejects.toMatchObject({ code: "unsupported" });
  });
});

it("names what a folder has, best first, and no parts of what is not there", () => {
  const names = [
    "vocab.txt",
    "vocab.json",
    "b.gguf",
    "a.gguf",
    "c.gguf",
    "spiece.model",
    "x.model",
  ];
  expect(vocabularyFiles(names)).toEqual(["a.gguf", "b.gguf", "spiece.model", "vocab.txt"]);
  expect(vocabularyFiles(names, "x.model")[0]).toBe("x.model");
  expect(vocabularyFiles(["model.safetensors"], "model.safetensors")).toEqual([]);
});
