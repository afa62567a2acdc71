import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { FormatError } from "../../../src/core/errors.ts";
import type { Tokenizer } from "../../../src/core/tokenizers/tokenizer.ts";
import { parseVocabMerges } from "../../../src/core/tokenizers/vocabularies/vocabMerges.ts";
import { parseVocabTxt } from "../../../src/core/tokenizers/vocabularies/vocabTxt.ts";

/** Folders without a tokenizer.json, and what transformers makes of texts (scripts/goldens/vocabularies.py). */
const folder = join(import.meta.dirname, "../../fixtures/tokenizers/vocabularies");

interface Case {
  readonly ids: number[];
  readonly pieces: string[];
  readonly offsets: [number, number][];
}
const goldens = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
  texts: string[];
  cases: Record<string, Case[]>;
};

function tokenizerOf(name: string): Tokenizer {
  const read = (file: string): string => readFileSync(join(folder, name, file), "utf8");
  const has = (file: string): boolean => existsSync(join(folder, name, file));
  const { model_type: modelType } = JSON.parse(read("config.json")) as { model_type: string };
  const configJson = has("tokenizer_config.json") ? read("tokenizer_config.json") : undefined;
  if (has("vocab.txt")) return parseVocabTxt({ text: read("vocab.txt"), configJson, modelType });
  const [vocabJson, merges] = [read("vocab.json"), read("merges.txt")];
  return parseVocabMerges({ vocabJson, merges, configJson, modelType });
}

describe("ids, pieces and offsets of transformers", () => {
  it.each(Object.entries(goldens.cases))("%s", (name, cases) => {
    const tokenizer = tokenizerOf(name);
    goldens.texts.forEach((text, index) => {
      const { ids, offsets } = tokenizer.encode(text);
      const pieces = ids.map((id) => tokenizer.piece(id));
      expect({ ids, pieces, offsets }, JSON.stringify(text)).toEqual(cases[index]);
    });
  });
});

it("knows the class by the model's type, and refuses one that it does not know", () => {
  const files = { vocabJson: '{"a":0,"b":1,"ab":2}', merges: "a b\n", configJson: undefined };
  expect(parseVocabMerges({ ...files, modelType: "gpt2" }).encode("ab").ids).toEqual([2]);
  expect(() => parseVocabMerges({ ...files, modelType: "xlm" })).toThrow("that of xlm");
  expect(() => parseVocabMerges({ ...files, modelType: undefined })).toThrow("nothing says");
  const text = "[UNK]\na\n";
  expect(
    parseVocabTxt({ text, configJson: undefined, modelType: undefined }).encode("a").ids,
  ).toEqual([1]);
  expect(() => parseVocabTxt({ text, configJson: undefined, modelType: "esm" })).toThrow("esm");
});

describe("what does not fit together is refused in words", () => {
  const files = { vocabJson: '{"a":0,"b":1,"ab":2}', merges: "a b\n", modelType: "gpt2" };
  it.each<[string, object, string]>([
    ["a vocabulary that is no JSON", { vocabJson: "{" }, "vocab.json is not JSON"],
    ["ids that two tokens share", { vocabJson: '{"a":0,"b":0}' }, "both have the id 0"],
    ["a merge of three", { merges: "a b c" }, "Line 1 of merges.txt"],
    ["a merge of tokens that are not there", { merges: "b a" }, '"ba"'],
    ["a config that is no object", { configJson: "[]" }, "a list of 0"],
    [
      "added tokens without ids",
      { configJson: '{"added_tokens_decoder":{"x":{}}}' },
      "an id as its name",
    ],
    [
      "added tokens that are texts",
      { configJson: '{"added_tokens_decoder":{"5":"x"}}' },
      "an object",
    ],
  ])("%s", (_, change, part) => {
    const read = (): unknown => parseVocabMerges({ ...files, configJson: undefined, ...change });
    expect(read).toThrow(part);
    expect(read).toThrow(FormatError);
  });
});
