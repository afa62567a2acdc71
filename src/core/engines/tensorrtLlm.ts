import { numberAt, type JsonObject } from "./configValues.ts";
import type { Engine, EngineInput, EngineRequest } from "./engine.ts";
import { numberSetting } from "./settings.ts";
import { firstLength, ropeBlock, ropeTypeOf, tokens } from "./statedLength.ts";
import type { Verdict } from "./verdict.ts";
import { textConfig } from "./vllm/textConfig.ts";

/**
 * TensorRT-LLM: its PyTorch backend lowers `max_seq_len` to `max_position_embeddings` times the rope factor and says so
 * in its log; an engine that is built (`backend=tensorrt`) keeps the request and warns. Models with a rule of their own
 * (`infer_max_seq_len`) were not read.
 */
export const tensorrtLlm: Engine = {
  id: "tensorrt-llm",
  versions: [{ reference: "1.x" }],
  settings: ["max_seq_len", "backend"],
  verdict(input, request, { reference }) {
    const start = { engine: "tensorrt-llm", version: reference, instead: undefined };
    if (input.config === undefined) return { ...start, ...noConfig };
    const isBuilt = request.settings.get("backend") === "tensorrt";
    const limit = inferredLength(input, isBuilt ? builtTypes : runTypes);
    const asked = askedLength(request);
    const source = isBuilt
      ? "tensorrt_llm/builder.py"
      : "tensorrt_llm/_torch/pyexecutor/model_engine.py";
    if (asked === undefined || asked <= limit) {
      const value = asked ?? limit;
      const message = `TensorRT-LLM takes ${tokens(value)}; it infers ${tokens(limit)} from the config`;
      return { ...start, outcome: "ok", limit, value, rule: "inferred-length", source, message };
    }
    return { ...start, limit, source, ...(isBuilt ? kept(asked, limit) : lowered(asked, limit)) };
  },
};

type Found = Pick<Verdict, "outcome" | "value" | "rule" | "message" | "instead">;

function askedLength({ length, settings }: EngineRequest): number | undefined {
  return numberSetting(settings, "max_seq_len") ?? length;
}

/** Types whose factor does not count: the block belongs to a length that is stated already. */
const builtTypes: ReadonlySet<string> = new Set(["su", "longrope", "llama3"]);
const runTypes: ReadonlySet<string> = new Set([...builtTypes, "yarn"]);

function inferredLength({ config = {}, spec }: EngineInput, unscaled: ReadonlySet<string>): number {
  const text: JsonObject = textConfig(config);
  const stated = firstLength(text, spec, ["max_position_embeddings", "n_positions"])?.length;
  const block = ropeBlock(text);
  const factor = unscaled.has(ropeTypeOf(block)) ? 1 : (numberAt(block, "factor") ?? 1);
  return Math.ceil((stated ?? 2048) * factor);
}

function lowered(asked: number, limit: number): Found {
  return {
    outcome: "silentCap",
    value: limit,
    rule: "lowered-to-inferred",
    message: `TensorRT-LLM lowers max_seq_len from ${tokens(asked)} to ${tokens(limit)}; its log says "is larger than what the model can support"`,
    instead: `--max_seq_len ${limit}`,
  };
}

function kept(asked: number, limit: number): Found {
  return {
    outcome: "qualityRisk",
    value: asked,
    rule: "kept-with-warning",
    message: `trtllm-build keeps max_seq_len ${asked} and warns that it "is larger than max_position_embeddings" times the rotary scaling (${limit}) and "the model accuracy might be affected"`,
    instead: `--max_seq_len ${limit}`,
  };
}

const noConfig = {
  outcome: undefined,
  limit: undefined,
  value: undefined,
  rule: "no-config",
  source: "tensorrt_llm/_torch/pyexecutor/model_engine.py",
  message: "TensorRT-LLM reads its length from a config.json, which is not here",
} as const;
