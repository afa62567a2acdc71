import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/core/engines/configValues.ts";
import { verdictOf } from "../../../../src/core/engines/engineVersion.ts";
import { mlx } from "../../../../src/core/engines/mlx.ts";
import { onnxruntimeGenai } from "../../../../src/core/engines/onnxruntimeGenai.ts";
import { engines } from "../../../../src/core/engines/registry.ts";
import { sglang } from "../../../../src/core/engines/sglang.ts";
import { tensorrtLlm } from "../../../../src/core/engines/tensorrtLlm.ts";
import { tgi } from "../../../../src/core/engines/tgi.ts";
import { requestOf } from "./goldens.ts";

/** Each case follows from the lines of the engine's source that the verdict names. */
const llama = { model_type: "llama", max_position_embeddings: 4096 };
const scaled = (rope_scaling: JsonObject) => ({ ...llama, rope_scaling });
const yarn = scaled({ type: "yarn", factor: 4, original_max_position_embeddings: 1024 });
const linear = scaled({ type: "linear", factor: 2 });

describe("SGLang", () => {
  it("multiplies by the factor unless an original length is stated", () => {
    const limitOf = (config: JsonObject) => verdictOf(sglang, { config }, requestOf({})).limit;
    expect([limitOf(llama), limitOf(linear), limitOf(yarn)]).toEqual([4096, 8192, 4096]);
    expect(limitOf(scaled({ rope_type: "llama3", factor: 8 }))).toBe(4096);
    expect(limitOf({ model_type: "bloom" })).toBe(2048);
    expect(limitOf({ ...llama, seq_length: 1000 })).toBe(1000);
  });

  it("refuses a longer context, and a prompt that fills it", () => {
    const at = (length: number, settings = {}) =>
      verdictOf(sglang, { config: llama }, requestOf(settings, length));
    expect(at(4096).outcome).toBe("ok");
    expect(at(4097)).toMatchObject({ outcome: "error", limit: 4096 });
    expect(at(4097, { allow_long: true })).toMatchObject({ outcome: "qualityRisk", value: 4097 });
    expect(at(4096, { prompt_tokens: 4095 }).outcome).toBe("ok");
    expect(at(4096, { prompt_tokens: 4096 })).toMatchObject({ outcome: "error", limit: 4095 });
  });
});

describe("TGI", () => {
  it("takes the smaller of model and tokenizer, and compares a request with neither", () => {
    const input = { config: llama, tokenizerMax: 2048 };
    expect(verdictOf(tgi, input, requestOf({}))).toMatchObject({ outcome: "ok", value: 2048 });
    expect(verdictOf(tgi, input, requestOf({}, 8192))).toMatchObject({
      outcome: "qualityRisk",
      value: 8192,
    });
    const request = { max_total_tokens: 1000, prompt_tokens: 900, max_new_tokens: 101 };
    expect(verdictOf(tgi, input, requestOf(request))).toMatchObject({
      outcome: "error",
      limit: 1000,
    });
  });

  it("says where its sources do not settle it", () => {
    const config = { model_type: "gpt2", n_positions: 1024 };
    const verdict = verdictOf(tgi, { config }, requestOf({}, 2048));
    expect(verdict.outcome).toBeUndefined();
    expect(verdict.message).toContain("not settled");
  });
});

describe("TensorRT-LLM", () => {
  it("lowers a request, or builds it with a warning", () => {
    const at = (config: JsonObject, settings = {}) =>
      verdictOf(tensorrtLlm, { config }, requestOf(settings, 100_000));
    expect(at(llama)).toMatchObject({ outcome: "silentCap", value: 4096, limit: 4096 });
    expect(at(linear).limit).toBe(8192);
    expect(at(yarn).limit).toBe(4096);
    const built = at(yarn, { backend: "tensorrt" });
    expect(built).toMatchObject({ outcome: "qualityRisk", limit: 16384, value: 100_000 });
  });
});

describe("mlx-lm", () => {
  it("bounds nothing, drops old keys where told, and knows its rope types", () => {
    const at = (config: JsonObject, settings = {}) =>
      verdictOf(mlx, { config }, requestOf(settings, 8192));
    expect(at(llama)).toMatchObject({ outcome: "qualityRisk", limit: undefined, value: 8192 });
    expect(at(llama, { max_kv_size: 1024 })).toMatchObject({
      outcome: "silentTruncation",
      limit: 1024,
    });
    expect(at(scaled({ type: "su", factor: 2 })).outcome).toBe("error");
    expect(at({ model_type: "gpt2", n_positions: 1024 }).outcome).toBeUndefined();
  });
});

describe("ONNX Runtime GenAI", () => {
  const genaiConfig = { model: { context_length: 2048 }, search: { max_length: 512 } };

  it("goes by genai_config.json, or by what its builder would write", () => {
    expect(verdictOf(onnxruntimeGenai, { genaiConfig }, requestOf({}))).toMatchObject({
      outcome: "ok",
      value: 512,
      limit: 2048,
    });
    const input = { config: llama };
    expect(verdictOf(onnxruntimeGenai, input, requestOf({}, 4097))).toMatchObject({
      outcome: "error",
      limit: 4096,
    });
    const long = requestOf({ prompt_tokens: 600 });
    expect(verdictOf(onnxruntimeGenai, { genaiConfig }, long)).toMatchObject({
      outcome: "error",
      limit: 512,
    });
  });
});

it.each(engines.map((engine) => [engine.id, engine] as const))(
  "%s names its rule and source, whatever it is given",
  (id, engine) => {
    for (const input of [{}, { config: {} }, { config: llama }]) {
      for (const length of [undefined, 1, 1e9]) {
        const verdict = verdictOf(engine, input, requestOf({}, length));
        expect(verdict.engine).toBe(id);
        for (const text of [verdict.rule, verdict.source, verdict.message, verdict.version]) {
          expect(text).not.toBe("");
        }
        if (verdict.outcome === undefined) expect(verdict.value).toBeUndefined();
      }
    }
  },
);
