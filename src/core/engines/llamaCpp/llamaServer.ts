import { numberText } from "../../text/numberText.ts";
import type { Engine, EngineInput, EngineRequest } from "../engine.ts";
import type { EngineVersion } from "../versionRange.ts";
import { isOn, numberSetting } from "../settings.ts";
import type { Verdict } from "../verdict.ts";
import { loadFailure } from "./loadFailure.ts";
import { paddedContext, trainedContext } from "./trainedContext.ts";

/**
 * llama.cpp's server: `-c` is shared out among the slots, and no slot gets more than the trained length, whatever rope
 * flags say; that is a line of the log and nothing to the client. Fitting the context to the memory of a machine
 * (`--fit`) is left aside.
 */
export const llamaServer: Engine = {
  id: "llama-server",
  versions: [{ reference: "llama-cpp-python 0.3.36" }],
  settings: [
    "ctx_size",
    "parallel",
    "kv_unified",
    "context_length",
    "slot",
    "prompt_tokens",
    "embedding",
    "position_embd_rows",
  ],
  verdict(input, request, version) {
    const trained = trainedContext(input, request);
    const call: Call = { input, request, version, trained };
    const prompt = numberSetting(request.settings, "prompt_tokens");
    const slot = numberSetting(request.settings, "slot");
    if (slot !== undefined && prompt !== undefined) return promptVerdict(call, prompt, slot);
    const failure = loadFailure(input, request);
    if (failure !== undefined) {
      const { phrase, ...found } = failure;
      const message = `llama-server does not load this file; it ends with "${phrase}"`;
      return verdict(call, { ...found, outcome: "error", value: undefined, message });
    }
    if (trained === undefined) return unknownLength(call);
    const context = slotOf(request, trained);
    return prompt === undefined
      ? slotVerdict(call, context, trained)
      : promptVerdict(call, prompt, Math.min(context, trained));
  },
};

interface Call {
  readonly input: EngineInput;
  readonly request: EngineRequest;
  readonly version: EngineVersion;
  readonly trained: number | undefined;
}

/**
 * Tokens of a slot before the cap. Without `-np` the server opens several slots over one shared cache, so each may use
 * all of it.
 */
function slotOf({ length, settings }: EngineRequest, trained: number): number {
  const asked = numberSetting(settings, "ctx_size") ?? length ?? 0;
  const context = paddedContext(asked > 0 ? asked : trained);
  const parallel = numberSetting(settings, "parallel") ?? 1;
  const isShared = isOn(settings, "kv_unified") || parallel <= 1;
  return isShared ? context : paddedContext(context / parallel);
}

function slotVerdict(call: Call, context: number, trained: number): Verdict {
  const value = Math.min(context, trained);
  if (context > trained) {
    return verdict(call, {
      outcome: "silentCap",
      value,
      rule: "slot-cap",
      source: "tools/server/server-context.cpp:1214",
      message: `llama-server gives a slot ${tokens(value)} and says so in its log only: "the slot context (${context}) exceeds the training context of the model (${trained}) - capping"`,
      instead: `-c ${trained} for each slot`,
    });
  }
  return verdict(call, {
    outcome: "ok",
    value,
    rule: "slot-context",
    source: "src/llama-context.cpp:295",
    message: `llama-server gives a slot ${tokens(value)}, of ${tokens(trained)} trained; the longest prompt has ${tokens(value - 1)}`,
  });
}

/** A prompt has to leave room for one token more; an embedding may fill the slot. */
function promptVerdict(call: Call, prompt: number, slot: number): Verdict {
  const isEmbedding = isOn(call.request.settings, "embedding");
  const limit = isEmbedding ? slot : slot - 1;
  if (prompt <= limit) {
    const message = `llama-server takes the prompt of ${tokens(prompt)}: a slot has ${tokens(slot)}`;
    const source = "tools/server/server-context.cpp:3188";
    return verdict(call, {
      outcome: "ok",
      limit,
      value: prompt,
      rule: "prompt-fits",
      source,
      message,
    });
  }
  const phrase = isEmbedding
    ? `input (${prompt} tokens) is larger than the max context size (${slot} tokens). skipping`
    : `request (${prompt} tokens) exceeds the available context size (${slot} tokens), try increasing it`;
  return verdict(call, {
    outcome: "error",
    limit,
    value: undefined,
    rule: isEmbedding ? "embedding-too-long" : "request-too-long",
    source: `tools/server/server-context.cpp:${isEmbedding ? 3179 : 3188}`,
    message: `llama-server refuses the prompt: "${phrase}"`,
    instead: `a prompt of at most ${tokens(limit)}`,
  });
}

function unknownLength(call: Call): Verdict {
  return verdict(call, {
    outcome: undefined,
    value: undefined,
    rule: "no-context-length",
    source: "src/llama-context.cpp:133",
    message:
      "llama-server goes by the context_length of a GGUF file; nothing here says what it would be",
  });
}

type Found = Pick<Verdict, "outcome" | "value" | "rule" | "source" | "message"> &
  Partial<Pick<Verdict, "instead" | "limit">>;

function verdict({ version, trained }: Call, found: Found): Verdict {
  return {
    engine: "llama-server",
    version: version.reference,
    limit: trained,
    instead: undefined,
    ...found,
  };
}

function tokens(length: number): string {
  return `${numberText(length)} tokens`;
}
