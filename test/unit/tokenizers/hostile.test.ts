import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { FormatError, type FormatErrorCode } from "../../../src/core/errors.ts";
import { parseTokenizer } from "../../../src/core/tokenizers/hfTokenizer.ts";

const folder = join(import.meta.dirname, "../../fixtures/tokenizers/hostile");

function refusal(json: string, configJson?: string): FormatError {
  try {
    parseTokenizer(json, configJson).encode(`${"a".repeat(50)}!`);
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

const model = {
  type: "BPE",
  vocab: { a: 0, b: 1, ab: 2 } as unknown,
  merges: ["a b"] as unknown,
};

it.each<[string, FormatErrorCode, string]>([
  ["charsmap-garbage", "bad-header", "table of replacements"],
  ["cut", "bad-json", "not JSON"],
  ["empty-object", "bad-header", '"model" of the tokenizer file is absent'],
  ["merges-not-pairs", "bad-header", "model.merges[0]"],
  ["merges-unknown-tokens", "bad-header", '"x"'],
  ["model-unknown", "unsupported", "Quantum"],
  ["normalizer-deep", "limit-exceeded", "nested deeper than 16"],
  ["regex-catastrophic", "unsupported", '"(a+)+$"'],
  ["regex-invalid", "unsupported", '"(unclosed"'],
  ["vocab-array", "bad-header", "a list of 2"],
  ["vocab-ids-collide", "bad-header", "both have the id 0"],
  ["vocab-ids-wild", "bad-header", "-1"],
])("refuses %s as %s", (name, code, part) => {
  const error = refusal(readFileSync(join(folder, `${name}.json`), "utf8"));
  expect(error.code).toBe(code);
  expect(error.message).toContain(part);
});

describe("refuses what would give wrong tokens", () => {
  it.each<[string, object, FormatErrorCode]>([
    ["merges at random", { ...model, dropout: 0.1 }, "unsupported"],
    ["an unknown token that is not there", { ...model, unk_token: "<unk>" }, "bad-header"],
    ["no vocabulary", { type: "BPE", merges: [] }, "bad-header"],
    ["a WordPiece without an unknown token", { type: "WordPiece", vocab: { a: 0 } }, "bad-header"],
    [
      "a score that is no number",
      { type: "Unigram", vocab: [["a", "1"]], unk_id: 0 },
      "bad-header",
    ],
    [
      "an unknown id beyond the end",
      { type: "Unigram", vocab: [["a", 1]], unk_id: 7 },
      "bad-header",
    ],
    ["a model that is a list", [], "bad-header"],
  ])("%s", (_, broken, code) => {
    expect(refusal(JSON.stringify({ model: broken })).code).toBe(code);
  });

  it.each<[string, object, FormatErrorCode]>([
    ["an unknown pre-tokenizer", { pre_tokenizer: { type: "UnicodeScripts" } }, "unsupported"],
    [
      "a pre-tokenizer named like a property",
      { pre_tokenizer: { type: "constructor" } },
      "unsupported",
    ],
    [
      "a flag that is a text",
      { pre_tokenizer: { type: "ByteLevel", use_regex: "yes" } },
      "bad-header",
    ],
    ["a behavior that is not known", { pre_tokenizer: split("Shuffled") }, "unsupported"],
    [
      "a prepend scheme that is not known",
      { pre_tokenizer: { type: "Metaspace", prepend_scheme: "x" } },
      "unsupported",
    ],
    ["added tokens that are an object", { added_tokens: {} }, "bad-header"],
    ["an added token with a wild id", { added_tokens: [{ id: 1e9, content: "x" }] }, "bad-header"],
    [
      "a template without the text",
      { post_processor: { type: "TemplateProcessing", special_tokens: {}, single: [] } },
      "bad-header",
    ],
    [
      "padding to a wild length",
      { padding: { pad_token: "a", pad_id: 0, strategy: { Fixed: 1e12 } } },
      "bad-header",
    ],
  ])("%s", (_, part, code) => {
    expect(refusal(JSON.stringify({ model, ...part })).code).toBe(code);
  });

  it("a pile of stages", () => {
    const normalizers = Array.from({ length: 65 }, () => ({ type: "NFC" }));
    const json = JSON.stringify({ model, normalizer: { type: "Sequence", normalizers } });
    expect(refusal(json).code).toBe("limit-exceeded");
  });

  it("a configuration that is not JSON", () => {
    expect(refusal(JSON.stringify({ model }), "{").code).toBe("bad-json");
  });
});

it("reads a vocabulary whose tokens are named like JavaScript's own properties", () => {
  const vocab = JSON.parse('{"__proto__": 0, "constructor": 1, "toString": 2}') as unknown;
  const json = JSON.stringify({ model: { type: "WordLevel", vocab, unk_token: "toString" } });
  const tokenizer = parseTokenizer(json, undefined);
  expect(tokenizer.encode("__proto__").ids).toEqual([0]);
  expect(tokenizer.encode("constructor").ids).toEqual([1]);
  expect(tokenizer.encode("hasOwnProperty").ids).toEqual([2]);
});

it("refuses a text beyond the limit", () => {
  const tokenizer = parseTokenizer(JSON.stringify({ model }), undefined);
  expect(() => tokenizer.encode("a".repeat(1_000_001))).toThrow(/1000001 characters; 1000000/);
});

it("takes half of a surrogate pair for one unknown character", () => {
  const json = JSON.stringify({
    model: { ...model, vocab: { a: 0, b: 1, ab: 2, "?": 3 }, unk_token: "?" },
  });
  expect(parseTokenizer(json, undefined).encode("a\ud83da").ids).toEqual([0, 3, 0]);
});

function split(behavior: string): object {
  return { type: "Split", pattern: { String: " " }, behavior };
}
