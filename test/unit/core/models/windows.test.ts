import { describe, expect, it } from "vitest";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import type { ModelSpec } from "../../../../src/core/models/modelSpec.ts";

const llama = {
  model_type: "llama",
  hidden_size: 64,
  num_attention_heads: 4,
  num_hidden_layers: 3,
  max_position_embeddings: 512,
};

describe("windows", () => {
  const windows = (extra: Record<string, unknown>): ModelSpec["windows"] =>
    specOf({ ...llama, ...extra }).windows;
  const layer_types = ["full_attention", "sliding_attention", "full_attention"];

  it.each([
    ["none in llama", { sliding_window: 8 }, [null]],
    ["all layers of mistral", { model_type: "mistral", sliding_window: 8 }, [8]],
    ["mistral's class default", { model_type: "mistral" }, [4096]],
    ["mistral with 0", { model_type: "mistral", sliding_window: 0 }, [null]],
    ["mistral with null", { model_type: "mistral", sliding_window: null }, [null]],
    [
      "mistral by layer",
      { model_type: "mistral", sliding_window: 8, layer_types },
      [null, 8, null],
    ],
    ["qwen2 without the switch", { model_type: "qwen2", sliding_window: 8 }, [null]],
    [
      "qwen2 from a layer on",
      { model_type: "qwen2", sliding_window: 8, use_sliding_window: true, max_window_layers: 1 },
      [null, 8, 8],
    ],
    [
      "qwen3 by layer",
      { model_type: "qwen3", sliding_window: 8, use_sliding_window: true, layer_types },
      [null, 8, null],
    ],
  ])("%s", (_, extra, expected) => {
    expect(windows(extra)).toEqual(expected);
  });

  it("passes over a list that does not fit the layers", () => {
    const { value, problems } = readingOf({
      ...llama,
      model_type: "mistral",
      num_key_value_heads: 2,
      layer_types: ["x"],
    });
    expect(value!.spec.windows).toEqual([4096]);
    expect(problems).toMatchObject([{ code: "bad-value", key: "layer_types" }]);
  });
});

function readingOf(config: Record<string, unknown>): ReturnType<typeof parseHfConfig> {
  return parseHfConfig(JSON.stringify(config), "config.json");
}

function specOf(config: Record<string, unknown>): ModelSpec {
  return readingOf(config).value!.spec;
}
