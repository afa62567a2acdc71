import { asObject, numberAt, valueAt } from "./configValues.ts";
import type { Engine, EngineInput, EngineRequest } from "./engine.ts";
import { isOn, numberSetting } from "./settings.ts";
import { firstLength, ropeBlock, ropeTypeOf, tokens } from "./statedLength.ts";
import type { Verdict } from "./verdict.ts";
import { textConfig, withOverrides } from "./vllm/textConfig.ts";

/**
 * SGLang takes the first of five keys times the rope factor, which counts as 1 for llama3 and wherever an original
 * length stands in the block; a context length above that is refused, and a prompt that fills it too.
 */
export const sglang: Engine = {
  id: "sglang",
  versions: [{ reference: "0.5" }],
  settings: ["allow_long", "overrides", "prompt_tokens"],
  verdict(input, request, { reference }) {
    const start = { engine: "sglang", version: reference, instead: undefined } as const;
    if (input.config === undefined) return { ...start, ...noConfig };
    const limit = derivedLength(input, request);
    const value = Math.min(request.length ?? limit, limit);
    const prompt = numberSetting(request.settings, "prompt_tokens");
    if (request.length !== undefined && request.length > limit) {
      return { ...start, ...tooLong(request, request.length, limit) };
    }
    if (prompt !== undefined) return { ...start, ...promptFound(prompt, value) };
    const message = `SGLang serves ${tokens(value)}; it derives ${tokens(limit)} from the config`;
    return { ...start, outcome: "ok", limit, value, rule: "derived-length", source, message };
  },
};

type Found = Omit<Verdict, "engine" | "version" | "instead"> & Partial<Pick<Verdict, "instead">>;

const source = "python/sglang/srt/configs/model_config.py";

const keys = [
  "max_sequence_length",
  "seq_length",
  "max_seq_len",
  "model_max_length",
  "max_position_embeddings",
];

function derivedLength({ config = {}, spec }: EngineInput, { settings }: EngineRequest): number {
  const text = textConfig(withOverrides(config, asObject(settings.get("overrides"))));
  const block = ropeBlock(text);
  const isExtended =
    ropeTypeOf(block) === "llama3" ||
    valueAt(block, "original_max_position_embeddings") !== undefined;
  const factor = isExtended ? 1 : (numberAt(block, "factor") ?? 1);
  return Math.trunc((firstLength(text, spec, keys)?.length ?? 2048 / factor) * factor);
}

function tooLong({ settings }: EngineRequest, asked: number, limit: number): Found {
  const phrase = `User-specified context_length (${asked}) is greater than the derived context_length (${limit})`;
  const instead = `--context-length ${limit}`;
  if (!isOn(settings, "allow_long")) {
    const message = `SGLang does not start; it ends with ValueError: "${phrase}"`;
    const rule = "above-derived-length";
    return { outcome: "error", limit, value: undefined, rule, source, message, instead };
  }
  return {
    outcome: "qualityRisk",
    limit,
    value: asked,
    rule: "allow-overwrite-longer-context",
    source,
    message: `SGLang starts and warns: "${phrase}"; it speaks of incorrect outputs or CUDA errors`,
    instead,
  };
}

function promptFound(prompt: number, context: number): Found {
  const limit = context - 1;
  const place = { limit, source: "python/sglang/srt/managers/tokenizer_manager.py" };
  if (prompt <= limit) {
    const message = `SGLang takes the prompt of ${tokens(prompt)}`;
    return { ...place, outcome: "ok", value: prompt, rule: "prompt-fits", message };
  }
  return {
    ...place,
    outcome: "error",
    value: undefined,
    rule: "prompt-too-long",
    message: `SGLang refuses the prompt: "The input (${prompt} tokens) is longer than the model's context length (${context} tokens)"`,
    instead: `a prompt of at most ${tokens(limit)}`,
  };
}

const noConfig = {
  outcome: undefined,
  limit: undefined,
  value: undefined,
  rule: "no-config",
  source,
  message: "SGLang reads its length from a config.json, which is not here",
} as const;
