import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import type { ConfigReading } from "../../../../src/core/models/configReading.ts";
import type { ModelFolder } from "../../../../src/core/workspace/modelFolder.ts";

/** A model folder that holds this config and nothing else. */
export function folderOfConfig(text: string | undefined): ModelFolder {
  return {
    path: "/models/demo",
    files: {
      config: text === undefined ? undefined : "config.json",
      generationConfig: "generation_config.json",
      tokenizer: undefined,
      tokenizerConfig: undefined,
      vocabularies: [],
      checkpoints: [],
    },
    config: text === undefined ? undefined : readingOf(text),
  };
}

/** A config as the product reads it; throws where the test's own config cannot be read. */
export function readingOf(config: string | object): ConfigReading {
  const text = typeof config === "string" ? config : JSON.stringify(config, undefined, 2);
  const reading = parseHfConfig(text, "/models/demo/config.json").value;
  if (reading === undefined) throw new Error(`the test's config cannot be read: ${text}`);
  return reading;
}

/** The demo model's config, with changes. */
export function demoConfig(changes: object = {}): object {
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    dtype: "float16",
    hidden_size: 128,
    intermediate_size: 344,
    num_attention_heads: 4,
    num_hidden_layers: 4,
    num_key_value_heads: 4,
    head_dim: 32,
    max_position_embeddings: 128,
    rope_parameters: { rope_theta: 10000, rope_type: "default" },
    vocab_size: 1024,
    ...changes,
  };
}
