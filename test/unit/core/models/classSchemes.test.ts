import { describe, expect, it } from "vitest";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import type { PositionScheme } from "../../../../src/core/positions/positionScheme.ts";

function schemeOf(config: Record<string, unknown>): PositionScheme {
  return parseHfConfig(JSON.stringify(config), "config.json").value!.spec.scheme;
}

describe("schemes of classes", () => {
  it.each([
    ["gpt2", {}, { kind: "learned", rows: 1024, width: 768, firstRow: 0 }],
    ["opt", {}, { kind: "learned", rows: 2050, firstRow: 2 }],
    ["roberta", { max_position_embeddings: 514 }, { kind: "learned", rows: 514, firstRow: 2 }],
    ["bloom", {}, { kind: "alibi", builder: "bloom", maxBias: 8 }],
    ["falcon", { alibi: true }, { kind: "alibi", builder: "falcon" }],
    ["falcon", { alibi: false }, { kind: "rope", rotaryDim: 64 }],
    ["mpt", { attn_config: { alibi_bias_max: 16 } }, { kind: "alibi", maxBias: 16 }],
    ["t5", {}, { kind: "t5", buckets: 32, maxDistance: 128 }],
    ["gptj", {}, { kind: "rope", rotaryDim: 64, layout: "interleaved" }],
    ["marian", {}, { kind: "sinusoidal", spacing: "transformer" }],
    ["xglm", {}, { kind: "sinusoidal", spacing: "tensor2tensor", firstRow: 2 }],
    ["reformer", {}, { kind: "axial", shape: [64, 64], widths: [64, 192] }],
    ["deberta-v2", { relative_attention: true }, { kind: "deberta", maxRelative: 512 }],
    ["xlnet", {}, { kind: "transformerXl", width: 1024 }],
    ["mamba", {}, { kind: "unknown", reason: expect.stringContaining("no positions") as string }],
    ["cohere", {}, { kind: "rope", layout: "interleaved" }],
  ])("%s %j", (model_type, extra, expected) => {
    expect(schemeOf({ model_type, ...extra })).toMatchObject(expected);
  });
});
