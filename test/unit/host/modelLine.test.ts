import { describe, expect, it } from "vitest";

import { parseHfConfig } from "../../../src/core/models/hfConfig.ts";
import { toByteSize, toModelLine } from "../../../src/host/features/models/modelLine.ts";
import { namesAModel } from "../../../src/host/platform/namesAModel.ts";
import { toTextPosition } from "../../../src/host/platform/textPosition.ts";

const config = JSON.stringify({
  model_type: "llama",
  hidden_size: 128,
  num_attention_heads: 4,
  num_hidden_layers: 4,
  max_position_embeddings: 2048,
});

describe("toModelLine", () => {
  it("says family, scheme, trained length and what was found", () => {
    const reading = parseHfConfig(config, "config.json").value;
    const files = {
      config: "config.json",
      generationConfig: undefined,
      tokenizer: undefined,
      tokenizerConfig: undefined,
      vocabularies: [],
      checkpoints: [],
    };
    const folder = { path: "/m", files, config: reading };
    expect(toModelLine({ folder, findings: [], problems: [] })).toBe("llama · RoPE · 2,048 tokens");
    const problem = { code: "bad-json", severity: "error", message: "broken" } as const;
    expect(toModelLine({ folder, findings: [], problems: [problem, problem] })).toBe(
      "2 problems · llama · RoPE · 2,048 tokens",
    );
  });

  it("says so when there is no config to read", () => {
    expect(toModelLine({ folder: undefined, findings: [], problems: [] })).toBe(
      "config cannot be read",
    );
  });
});

describe("toByteSize", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_849_528, "1.8 MB"],
    [16_060_556_376, "16.1 GB"],
    [141_107_497_984, "141 GB"],
  ])("%d is %s", (bytes, expected) => {
    expect(toByteSize(bytes)).toBe(expected);
  });
});

describe("namesAModel", () => {
  it.each([
    [config, true],
    ['{ "architectures" : ["X"] }', true],
    ['{ "compilerOptions": {} }', false],
    ['{ "text": "model_type" }', false],
    ["", false],
  ])("%j: %s", (text, expected) => {
    expect(namesAModel(text)).toBe(expected);
  });
});

describe("toTextPosition", () => {
  it.each([
    ["abc", 2, { line: 0, character: 2 }],
    ["a\nb\r\nc\rd", 7, { line: 3, character: 0 }],
    ["😀x", 2, { line: 0, character: 2 }],
  ])("in %j at %d", (text, offset, expected) => {
    expect(toTextPosition(text, offset)).toEqual(expected);
  });
});
