import { describe, expect, it } from "vitest";
import { verdictOf } from "../../../../src/core/engines/engineVersion.ts";
import { vllm } from "../../../../src/core/engines/vllm/vllm.ts";
import type { JsonValue } from "../../../../src/core/json/jsonNode.ts";
import { goldenCases, inputOf, requestOf, type GoldenCase } from "./goldens.ts";

function judged({ config, request }: GoldenCase, version: string) {
  const { max_model_len, ...settings } = request as Record<string, JsonValue>;
  const length = typeof max_model_len === "number" ? max_model_len : undefined;
  return verdictOf(vllm, inputOf(config), requestOf(settings, length), version);
}

describe("vLLM 0.33, run by the goldens", () => {
  it.each(goldenCases("vllm.json"))("$id", (golden) => {
    const verdict = judged(golden, "0.33.0");
    expect(verdict.version).toBe("0.33.0");
    expect([verdict.outcome, verdict.limit ?? null]).toEqual([golden.outcome, golden.limit]);
    if (golden.value !== undefined) expect(verdict.value).toBe(golden.value);
    if (golden.outcome === "error") expect(verdict.message).toContain(keyPhrase(golden));
  });
});

describe("vLLM 0.11, run by the goldens", () => {
  it.each(goldenCases("vllm-0.11.json"))("$id", (golden) => {
    const verdict = judged(golden, "0.11.0");
    expect(verdict.version).toBe("0.11.0");
    expect(verdict.outcome).toBe(golden.outcome);
    if (golden.value !== undefined) expect(verdict.value).toBe(golden.value);
    if (golden.outcome === "error") expect(verdict.message).toContain(keyPhrase(golden));
  });
});

/** Up to the first number that Python prints in its own way, or the advice that follows. */
function keyPhrase({ message }: GoldenCase): string {
  const [phrase] = /^.*?(?=\(\w+=|: 'int'|\. You should|$)/.exec(message ?? "") ?? [];
  return phrase ?? "";
}

describe("vLLM, by its source", () => {
  const yarn = (factor: number) => ({
    model_type: "qwen2",
    max_position_embeddings: 32768,
    rope_scaling: { rope_type: "yarn", factor, original_max_position_embeddings: 32768 },
  });

  it("multiplies a yarn block before 0.33 only", () => {
    const at = (version: string) => verdictOf(vllm, inputOf(yarn(4)), requestOf({}), version).limit;
    expect(at("0.11")).toBe(131072);
    expect(at("v0.32.1")).toBe(131072);
    expect(at("0.33")).toBe(32768);
    expect(verdictOf(vllm, inputOf(yarn(4)), requestOf({})).limit).toBe(32768);
  });

  it("serves 2048 tokens of a model without a length", () => {
    const verdict = verdictOf(vllm, { config: { model_type: "bloom" } }, requestOf({}));
    expect(verdict).toMatchObject({ outcome: "ok", value: 2048, limit: undefined });
  });

  it("takes what model_max_length allows above a window that is switched off", () => {
    const config = { model_type: "mistral", max_position_embeddings: 32768, sliding_window: 4096 };
    const settings = requestOf({ disable_sliding_window: true }, 8000);
    const bounded = { ...config, model_max_length: 16384 };
    expect(verdictOf(vllm, { config: bounded }, settings)).toMatchObject({
      outcome: "ok",
      limit: 16384,
    });
    expect(verdictOf(vllm, { config }, settings)).toMatchObject({ outcome: "error", limit: 4096 });
  });

  it("reads blocks per layer type, and merges overrides into the text part", () => {
    const text_config = {
      model_type: "llama",
      max_position_embeddings: 4096,
      rope_parameters: {
        full_attention: { rope_type: "linear", factor: 2 },
        sliding_attention: { rope_type: "default" },
      },
    };
    const config = { model_type: "llava", text_config };
    expect(verdictOf(vllm, { config }, requestOf({})).limit).toBe(8192);
    const overrides = { text_config: { max_position_embeddings: 1000 } };
    expect(verdictOf(vllm, { config }, requestOf({ overrides })).limit).toBe(2000);
  });

  it("refuses a yarn block without an original length before 0.33", () => {
    const config = {
      model_type: "llama",
      max_position_embeddings: 4096,
      rope_scaling: { type: "yarn", factor: 2 },
    };
    expect(verdictOf(vllm, { config }, requestOf({}), "0.11")).toMatchObject({
      outcome: "error",
      rule: "yarn-without-original",
    });
    expect(verdictOf(vllm, { config }, requestOf({}), "0.33").limit).toBe(4096);
  });

  it("says what is missing where there is no config", () => {
    expect(verdictOf(vllm, {}, requestOf({}, 4096)).outcome).toBeUndefined();
  });
});
