import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demo, fixtures, runHere } from "./runCli.ts";

const tokenizers = `${fixtures}/tokenizers`;

interface Printed {
  readonly ids: number[];
  readonly tokens: string[];
  readonly offsets: [number, number][];
}

async function tokenize(path: string, prompt: string): Promise<Printed> {
  const { code, stdout, stderr } = await runHere("tokenize", path, "--prompt", prompt, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Printed;
}

describe("poslens tokenize takes a file or a folder with a vocabulary of any kind", () => {
  it.each([
    ["a model folder", demo],
    ["a tokenizer.json by any name", `${tokenizers}/gpt2-byte-level.tokenizer.json`],
    ["a GGUF file", `${tokenizers}/gguf/gpt2-byte-level.gguf`],
    ["a SentencePiece model", `${tokenizers}/sentencepiece/bpe-bytes.model`],
    ["a folder with vocab.json and merges.txt", `${tokenizers}/vocabularies/gpt2`],
    ["merges.txt", `${tokenizers}/vocabularies/gpt2/merges.txt`],
  ])("%s", async (_, path) => {
    const { ids, tokens, offsets } = await tokenize(path, "the dog");
    expect(ids).toHaveLength(tokens.length);
    expect(tokens.join("").replaceAll(/[Ġ▁]/g, " ").trim()).toBe("the dog");
    expect(offsets.at(-1)).toEqual([expect.any(Number), 7]);
  });

  it("reads vocab.txt with the settings beside it", async () => {
    const { tokens } = await tokenize(`${tokenizers}/vocabularies/bert-uncased/vocab.txt`, "The");
    expect(tokens).toEqual(["[CLS]", "the", "[SEP]"]);
  });

  it("counts offsets in code points", async () => {
    const { offsets } = await tokenize(`${tokenizers}/gguf/gpt2-byte-level.gguf`, "😀!");
    expect(offsets.at(-1)).toEqual([1, 2]);
  });
});

describe("where there is no vocabulary", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "poslens-tokenize-"));
    await writeFile(join(folder, "config.json"), '{"model_type":"llama"}');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("says so in one sentence", async () => {
    const { code, stderr } = await runHere("tokenize", folder, "--prompt", "x");
    expect(code).toBe(2);
    expect(stderr).toMatch(/has no tokenizer: no tokenizer\.json, GGUF vocabulary/);
  });

  it("says what is wrong with one that cannot be read", async () => {
    await writeFile(join(folder, "tokenizer.model"), "not a model");
    const { code, stderr } = await runHere("tokenize", folder, "--prompt", "x");
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
