import { describe, expect, it } from "vitest";
import { familyById, familyOf } from "../../../../src/core/models/families/registry.ts";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import type { ModelSpec, Provenance } from "../../../../src/core/models/modelSpec.ts";
import { specToJson } from "../../../../src/core/models/toJson.ts";
import type { Problem } from "../../../../src/core/problem.ts";

interface Read {
  readonly spec: ModelSpec;
  readonly from: (field: string) => Provenance | undefined;
  readonly problems: readonly Problem[];
  readonly text: string;
}

function read(config: Record<string, unknown>): Read {
  const text = JSON.stringify(config, null, 2);
  const { value, problems } = parseHfConfig(text, "config.json");
  return { spec: value!.spec, from: (field) => value!.provenance.get(field), problems, text };
}

const llama = {
  model_type: "llama",
  hidden_size: 64,
  num_attention_heads: 4,
  num_hidden_layers: 3,
  max_position_embeddings: 512,
};

describe("provenance", () => {
  it("gives the literal of each key, and the class where the file says nothing", () => {
    const { spec, from, text } = read({ ...llama, rope_scaling: { type: "linear", factor: 2 } });
    const place = from("scheme.scaling.factor")!;
    expect(place).toMatchObject({ kind: "file", key: "rope_scaling.factor" });
    if (place.kind !== "file") return;
    const { offset, length } = place.span;
    expect(text.slice(offset, offset + length)).toBe("2");
    expect(from("vocabSize")).toEqual({ kind: "class default", of: "LlamaConfig" });
    expect(from("headDim")).toMatchObject({ kind: "derived" });
    expect(spec.headDim).toBe(16);
    expect(from("scheme.base")).toEqual({ kind: "class default", of: "LlamaConfig" });
  });

  it("prints as DESIGN 11 says", () => {
    const { value } = parseHfConfig(JSON.stringify(llama), "config.json");
    const { provenance } = specToJson(value!.spec, value!.provenance);
    expect(provenance["vocab_size"]).toBe("class default");
    expect(provenance["hidden_size"]).toEqual({
      file: "config.json",
      key: "hidden_size",
      range: { offset: JSON.stringify(llama).indexOf("64"), length: 2 },
    });
  });
});

describe("rotation", () => {
  const scheme = (extra: Record<string, unknown>): ModelSpec["scheme"] =>
    read({ ...llama, ...extra }).spec.scheme;

  it.each([
    ["version 4", { rope_theta: 5e5, rope_scaling: { rope_type: "linear", factor: 2 } }],
    ["the older spelling", { rope_theta: 5e5, rope_scaling: { type: "linear", factor: 2 } }],
    ["version 5", { rope_parameters: { rope_type: "linear", factor: 2, rope_theta: 5e5 } }],
    [
      "both, of which the older one counts",
      {
        rope_theta: 5e5,
        rope_parameters: { rope_type: "yarn", factor: 8, rope_theta: 1 },
        rope_scaling: { type: "linear", factor: 2 },
      },
    ],
  ])("is the same in %s", (_, extra) => {
    expect(scheme(extra)).toEqual({
      kind: "rope",
      base: 5e5,
      rotaryDim: 16,
      layout: "half",
      scaling: { type: "linear", factor: 2 },
      maxPositions: 512,
    });
  });

  it("passes over a rope_scaling with nothing in it", () => {
    const rope_parameters = { rope_type: "dynamic", factor: 3, rope_theta: 7 };
    for (const rope_scaling of [null, {}]) {
      expect(scheme({ rope_scaling, rope_parameters })).toMatchObject({
        base: 7,
        scaling: { type: "dynamic", factor: 3 },
      });
    }
  });

  it("lets an original length beside the block fill it, and override it where the class has one", () => {
    const rope_scaling = { type: "yarn", factor: 4, original_max_position_embeddings: 32 };
    expect(scheme({ rope_scaling, original_max_position_embeddings: 64 })).toMatchObject({
      scaling: { originalLength: 32 },
    });
    const lists = { short_factor: Array(8).fill(1), long_factor: Array(8).fill(2) };
    const longrope = { type: "longrope", ...lists, original_max_position_embeddings: 32 };
    const phi3 = { model_type: "phi3", rope_scaling: longrope };
    expect(scheme({ ...phi3, original_max_position_embeddings: 64 })).toMatchObject({
      scaling: { originalLength: 64 },
    });
    expect(scheme({ rope_scaling: { type: "yarn", factor: 4 } })).toMatchObject({
      scaling: { originalLength: 512, betaFast: 32, betaSlow: 1, truncate: true },
    });
  });

  it("computes a factor of null from the lengths", () => {
    const rope_scaling = { type: "yarn", factor: null, original_max_position_embeddings: 128 };
    expect(scheme({ rope_scaling })).toMatchObject({ scaling: { factor: 4 } });
  });

  it("reads longrope under its first name too", () => {
    const lists = { short_factor: [1, 1], long_factor: [2, 4] };
    const rope_scaling = { type: "su", ...lists, original_max_position_embeddings: 128 };
    expect(scheme({ rope_scaling })).toMatchObject({
      scaling: { type: "longrope", shortFactor: [1, 1], longFactor: [2, 4], originalLength: 128 },
    });
  });

  it("says what a block lacks and takes it for unknown", () => {
    const { spec, problems } = read({ ...llama, rope_scaling: { type: "llama3", factor: 8 } });
    expect(spec.scheme).toMatchObject({ scaling: { type: "unknown", name: "llama3" } });
    expect(problems.map((problem) => problem.code)).toEqual(["missing-key", "missing-key"]);
    const odd = read({ ...llama, rope_scaling: { type: "magic" } });
    expect(odd.problems).toMatchObject([{ code: "unknown-rope-type" }]);
  });

  it("makes a rotation of each block per kind of layer", () => {
    const { spec } = read({
      ...llama,
      model_type: "gemma3_text",
      num_hidden_layers: 6,
      rope_scaling: { rope_type: "linear", factor: 8 },
      rope_theta: 1e6,
    });
    expect(spec.scheme).toMatchObject({ base: 1e6, scaling: { type: "linear", factor: 8 } });
    expect(spec.layerSchemes?.ofLayer).toEqual([1, 1, 1, 1, 1, 0]);
    expect(spec.layerSchemes?.schemes[1]).toMatchObject({
      base: 10000,
      scaling: { type: "default" },
    });
  });

  it("knows layers without positions", () => {
    const { spec } = read({ ...llama, model_type: "smollm3", num_hidden_layers: 4 });
    expect(spec.layerSchemes?.ofLayer).toEqual([0, 0, 0, null]);
  });

  it("passes over a part of the head in the plain rule of LLaMA, and obeys it under a scaling", () => {
    const half = { partial_rotary_factor: 0.5 };
    expect(scheme(half)).toMatchObject({ rotaryDim: 16 });
    const rope_scaling = { type: "linear", factor: 2 };
    expect(scheme({ ...half, rope_scaling })).toMatchObject({ rotaryDim: 8 });
    expect(scheme({ ...half, model_type: "phi" })).toMatchObject({ rotaryDim: 8 });
  });
});

describe("lengths", () => {
  const lengths = (extra: Record<string, unknown>): ModelSpec["lengths"] =>
    read({ ...llama, ...extra }).spec.lengths;
  const original = { original_max_position_embeddings: 128 };

  it.each([
    ["plain", {}, { declared: 512, pretrained: 512, trained: 512, assumed: false }],
    [
      "llama3",
      {
        rope_scaling: {
          rope_type: "llama3",
          factor: 8,
          low_freq_factor: 1,
          high_freq_factor: 4,
          ...original,
        },
      },
      { declared: 512, pretrained: 128, extended: 512, trained: 512, assumed: false },
    ],
    [
      "longrope",
      { rope_scaling: { type: "longrope", short_factor: [1], long_factor: [2], ...original } },
      { pretrained: 128, extended: 512, trained: 512, assumed: false },
    ],
    [
      "yarn",
      { rope_scaling: { type: "yarn", factor: 4, ...original } },
      { declared: 512, pretrained: 128, extended: undefined, trained: 128, assumed: true },
    ],
    [
      "yarn that says it was finetuned",
      { rope_scaling: { type: "yarn", factor: 4, finetuned: true, ...original } },
      { pretrained: 128, extended: 512, trained: 512, assumed: false },
    ],
    [
      "linear",
      { rope_scaling: { type: "linear", factor: 4 } },
      { declared: 512, trained: 128, assumed: true },
    ],
    [
      "dynamic",
      { rope_scaling: { type: "dynamic", factor: 4 } },
      { declared: 512, trained: 512, assumed: true },
    ],
    [
      "class default",
      { max_position_embeddings: undefined },
      { declared: 2048, trained: 2048, assumed: true },
    ],
    [
      "unusable",
      { max_position_embeddings: "4k" },
      { declared: undefined, trained: undefined, assumed: true },
    ],
  ])("%s", (_, extra, expected) => {
    expect(lengths(extra)).toMatchObject(expected);
    expect(lengths(extra).evidence.length).toBeGreaterThan(10);
  });
});

describe("other configs", () => {
  it("reads the text part of a composite one level down", () => {
    const { spec, from } = read({ model_type: "llava", text_config: { ...llama } });
    expect(spec).toMatchObject({ modelType: "llama", family: "llama", hiddenSize: 64 });
    expect(from("hiddenSize")).toMatchObject({ key: "text_config.hidden_size" });
  });

  it("guesses a rotation from its keys, and says that it is a guess", () => {
    const { spec, problems } = read({ ...llama, model_type: "new", partial_rotary_factor: 0.5 });
    expect(spec).toMatchObject({ family: undefined, hiddenSize: 64, lengths: { assumed: true } });
    expect(spec.scheme).toMatchObject({ kind: "rope", rotaryDim: 8 });
    expect(problems.map((problem) => problem.code)).toEqual([
      "unknown-model-type",
      "guessed-scheme",
    ]);
  });

  it("reads the names of other families", () => {
    const { spec } = read({ model_type: "gpt2", n_embd: 768, n_head: 12, n_layer: 6, n_ctx: 1024 });
    expect(spec).toMatchObject({ hiddenSize: 768, heads: 12, headDim: 64, layers: 6 });
    expect(spec.lengthKeys).toMatchObject({ n_positions: 1024, n_ctx: 1024 });
    const other = read({ model_type: "new", n_embd: 768, n_head: 12, n_layer: 6, n_ctx: 1024 });
    expect(other.spec).toMatchObject({ hiddenSize: 768, scheme: { kind: "unknown" } });
    expect(specToJson(other.spec, new Map()).spec).not.toHaveProperty("vocab_size");
  });

  it("takes a null head_dim and a null of key heads for derived", () => {
    const { spec } = read({
      ...llama,
      model_type: "qwen3",
      head_dim: null,
      num_key_value_heads: null,
    });
    expect(spec).toMatchObject({ headDim: 16, kvHeads: 4 });
  });

  it.each(["", "[]", "3", "{", '{"model_type": 3}', '{"text_config": {}}'])(
    "never throws: %j",
    (text) => {
      expect(() => parseHfConfig(text, "config.json")).not.toThrow();
    },
  );

  it("keeps what crosses to the webview free of undefined in lists, NaN and Map", () => {
    const { spec } = read({ ...llama, rope_scaling: { type: "yarn", factor: 4 } });
    expect(structuredClone(spec)).toEqual(JSON.parse(JSON.stringify(spec)));
  });
});

describe("families", () => {
  it("finds a table by model type, and nothing by names of JavaScript's objects", () => {
    expect(familyOf("qwen3")?.qkNorm).toBe("per-head");
    expect(familyById("mistral")?.modelTypes).toEqual(["mistral"]);
    for (const name of ["__proto__", "constructor", ""]) expect(familyOf(name)).toBeUndefined();
  });
});
