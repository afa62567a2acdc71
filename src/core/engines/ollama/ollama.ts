import { numberText } from "../../text/numberText.ts";
import type { Engine, EngineInput, EngineRequest } from "../engine.ts";
import type { EngineVersion } from "../versionRange.ts";
import { loadFailure } from "../llamaCpp/loadFailure.ts";
import { trainedContext } from "../llamaCpp/trainedContext.ts";
import { isOn, numberSetting } from "../settings.ts";
import type { Verdict } from "../verdict.ts";
import { contextSize, type ContextSize } from "./contextSize.ts";
import { embeddingVerdict, promptVerdict } from "./promptVerdict.ts";

/**
 * ollama settles `num_ctx` (request, Modelfile, environment, size of the GPU, in this order), lowers it to the file's
 * context_length, and cuts prompts that do not fit; of all this only its own log speaks.
 */
export const ollama: Engine = {
  id: "ollama",
  versions: [{ reference: "fb30760 (llama.cpp b10488)" }],
  settings: [
    "request_num_ctx",
    "modelfile_num_ctx",
    "OLLAMA_CONTEXT_LENGTH",
    "vram_gib",
    "vision",
    "context_length",
    "prompt_tokens",
    "num_ctx",
    "num_keep",
    "tokenizer_adds_bos",
    "tokenizer_adds_eos",
    "context_shift",
    "truncate",
    "embedding",
  ],
  verdict(input, request, version) {
    const trained = trainedContext(input, request);
    const call: Call = { input, request, version, trained };
    const { settings } = request;
    const failure = loadFailure(input, request);
    if (failure !== undefined) {
      const { phrase, ...found } = failure;
      const message = `ollama's runner (llama.cpp) does not load this file; it ends with "${phrase}"`;
      return { ...toVerdict(call), ...found, outcome: "error", message };
    }
    const bad = settings.get("request_num_ctx");
    if (bad !== undefined && bad !== null && typeof bad !== "number") return wrongType(call);
    const size = contextSize(input, request, trained);
    const prompt = numberSetting(settings, "prompt_tokens");
    if (prompt === undefined) return contextVerdict(call, size);
    const context = numberSetting(settings, "num_ctx") ?? size.value;
    const found = isOn(settings, "embedding")
      ? embeddingVerdict(prompt, Math.min(context, trained ?? context), settings)
      : promptVerdict({ prompt, context, settings, architecture: input.gguf?.architecture });
    return { ...toVerdict(call), ...found };
  },
};

interface Call {
  readonly input: EngineInput;
  readonly request: EngineRequest;
  readonly version: EngineVersion;
  readonly trained: number | undefined;
}

function contextVerdict(call: Call, size: ContextSize): Verdict {
  const { asked, value, origin, isAutomatic } = size;
  const limit = limitOf(call.trained);
  const memory = isAutomatic
    ? "; where it does not fit into memory it steps down to 32,768 or 4,096"
    : "";
  if (size.isClamped) {
    return {
      ...toVerdict(call),
      outcome: "silentCap",
      value,
      rule: "clamp-to-context-length",
      source: "llm/server.go:114",
      message: `ollama lowers num_ctx from ${numberText(asked)} (${origin}) to the file's context_length of ${tokens(value)}; its log says "requested context size too large for model", the client is not told`,
      instead: `num_ctx ${value}`,
    };
  }
  const raised = value > asked ? `, raised from ${numberText(asked)}` : "";
  const unchecked =
    limit === undefined ? "; the file states no context_length, so nothing is checked" : "";
  return {
    ...toVerdict(call),
    outcome: "ok",
    value,
    rule: value > asked ? "minimum" : "num-ctx",
    source: value > asked ? "server/sched.go:170" : "server/routes.go:146",
    message: `ollama runs with num_ctx ${numberText(value)} (${origin})${raised}${unchecked}${memory}`,
  };
}

function wrongType(call: Call): Verdict {
  return {
    ...toVerdict(call),
    outcome: "error",
    rule: "option-type",
    source: "api/types.go:1026",
    message: 'ollama refuses the request: "option "num_ctx" must be of type integer"',
    instead: "a whole number",
  };
}

/** A context_length of 0 says nothing. */
function limitOf(trained: number | undefined): number | undefined {
  return trained === undefined || trained <= 0 ? undefined : trained;
}

function toVerdict({ version, trained }: Call): Verdict {
  return {
    engine: "ollama",
    version: version.reference,
    outcome: undefined,
    limit: limitOf(trained),
    value: undefined,
    message: "",
    rule: "",
    source: "",
    instead: undefined,
  };
}

function tokens(length: number): string {
  return `${numberText(length)} tokens`;
}
