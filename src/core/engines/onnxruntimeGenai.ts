import { numberAt, objectAt } from "./configValues.ts";
import type { Engine, EngineInput, EngineRequest } from "./engine.ts";
import { numberSetting } from "./settings.ts";
import { firstLength, tokens } from "./statedLength.ts";
import type { Verdict } from "./verdict.ts";
import { textConfig } from "./vllm/textConfig.ts";

/**
 * ONNX Runtime GenAI: `search.max_length` bounds prompt and answer together, may not exceed `model.context_length` of
 * `genai_config.json`, and is that where it is 0. For a model without this file, what its builder would write counts.
 */
export const onnxruntimeGenai: Engine = {
  id: "onnxruntime-genai",
  versions: [{ reference: "0.16.0-dev" }],
  settings: ["max_length", "prompt_tokens"],
  verdict(input, request, { reference }) {
    const start = { engine: "onnxruntime-genai", version: reference, instead: undefined };
    return { ...start, ...foundOf(input, request) };
  },
};

type Found = Omit<Verdict, "engine" | "version" | "instead"> & Partial<Pick<Verdict, "instead">>;

function foundOf(input: EngineInput, { length, settings }: EngineRequest): Found {
  const limit = contextLength(input);
  const stated = numberAt(objectAt(input.genaiConfig, "search"), "max_length") ?? 0;
  const asked = numberSetting(settings, "max_length") ?? length ?? (stated === 0 ? limit : stated);
  if (limit === undefined || asked === undefined) {
    return {
      outcome: undefined,
      limit,
      value: undefined,
      rule: "no-context-length",
      source: "src/config.cpp:2102",
      message:
        "ONNX Runtime GenAI goes by the context_length of genai_config.json; nothing here says what it would be",
    };
  }
  if (asked > limit) {
    return {
      outcome: "error",
      limit,
      value: undefined,
      rule: "max-length-above-context",
      source: "src/generators.cpp:587",
      message: `ONNX Runtime GenAI refuses it: "max_length (${asked}) cannot be greater than model context_length (${limit})"`,
      instead: `max_length ${limit}`,
    };
  }
  const prompt = numberSetting(settings, "prompt_tokens");
  if (prompt !== undefined && prompt > asked) return promptTooLong(prompt, asked);
  const message = `ONNX Runtime GenAI takes prompt and answer of ${tokens(asked)} together, of ${tokens(limit)} in the config`;
  return {
    outcome: "ok",
    limit,
    value: asked,
    rule: "max-length",
    source: "src/generators.cpp:587",
    message,
  };
}

function promptTooLong(prompt: number, limit: number): Found {
  return {
    outcome: "error",
    limit,
    value: undefined,
    rule: "prompt-too-long",
    source: "src/generators.cpp:718",
    message: `ONNX Runtime GenAI refuses the prompt: "input_ids size (${prompt}) + current sequence length (0) exceeds max length (${limit})"`,
    instead: `a prompt of at most ${tokens(limit)}`,
  };
}

function contextLength({ genaiConfig, config = {}, spec }: EngineInput): number | undefined {
  const own = numberAt(objectAt(genaiConfig, "model"), "context_length");
  const keys = ["seq_length", "max_position_embeddings", "n_positions"];
  return own ?? firstLength(textConfig(config), spec, keys)?.length;
}
