import { numberText } from "../../text/numberText.ts";
import type { Engine, EngineInput, EngineRequest } from "../engine.ts";
import type { EngineVersion } from "../versionRange.ts";
import { numberSetting } from "../settings.ts";
import type { Verdict } from "../verdict.ts";
import { tableArchitectures } from "./architectures.ts";
import { loadFailure } from "./loadFailure.ts";
import { paddedContext, trainedContext } from "./trainedContext.ts";

/**
 * llama.cpp's library and the tools that ask it for a context (`llama-cli` and others): the context of a sequence is
 * rounded up to a multiple of 256 and compared with the trained length; above it a line of the log warns and all goes
 * on. A learned table ends the process when a token beyond its rows is run.
 */
export const llamaCpp: Engine = {
  id: "llama.cpp",
  versions: [{ reference: "0.5.0" }],
  settings: [
    "n_ctx_request",
    "sequences",
    "kv_unified",
    "decode",
    "position_embd_rows",
    "factor_tensors",
    "context_length",
  ],
  verdict(input, request, version) {
    const trained = trainedContext(input, request);
    const call: Call = { input, request, version, trained };
    const failure = loadFailure(input, request);
    if (failure !== undefined) {
      const { phrase, ...found } = failure;
      const message = `llama.cpp does not load this file; it ends with "${phrase}"`;
      return verdict(call, { ...found, outcome: "error", value: undefined, message });
    }
    return trained === undefined ? unknownLength(call) : contextVerdict(call, trained);
  },
};

interface Call {
  readonly input: EngineInput;
  readonly request: EngineRequest;
  readonly version: EngineVersion;
  readonly trained: number | undefined;
}

function contextVerdict(call: Call, trained: number): Verdict {
  const { settings } = call.request;
  const asked = askedLength(call.request, trained);
  const sequences = Math.max(1, numberSetting(settings, "sequences") ?? 1);
  const context = paddedContext(asked * sequences);
  const value = paddedContext(context / sequences);
  const run = numberSetting(settings, "decode") ?? asked;
  if (run > trained && tableArchitectures.has(call.input.gguf?.architecture ?? "")) {
    return verdict(call, {
      outcome: "error",
      value,
      rule: "position-table-ends",
      source: "ggml/src/ggml-cpu/ops.cpp:5138",
      message: `llama.cpp makes the context, and the first token beyond the ${tokens(trained)} of position_embd ends the process with "GGML_ASSERT(i01 >= 0 && i01 < ne01) failed"`,
      instead: `-c ${trained}`,
    });
  }
  if (value > trained) return overflow(call, { asked, value, trained });
  const unused =
    value < trained
      ? `; the log says "n_ctx_seq (${value}) < n_ctx_train (${trained}) -- the full capacity of the model will not be utilized"`
      : "";
  return verdict(call, {
    outcome: "ok",
    value,
    rule: value < trained ? "context-below-trained" : "context-as-trained",
    source: value < trained ? "src/llama-context.cpp:323" : "src/llama-context.cpp:295",
    message: `llama.cpp gives a sequence ${tokens(value)}, of ${tokens(trained)} trained${unused}`,
  });
}

interface Overflow {
  readonly asked: number;
  readonly value: number;
  readonly trained: number;
}

function overflow(call: Call, { asked, value, trained }: Overflow): Verdict {
  const rounded =
    asked <= trained ? `, although ${tokens(asked)} were asked for (rounded up to 256s)` : "";
  return verdict(call, {
    outcome: "qualityRisk",
    value,
    rule: "context-above-trained",
    source: "src/llama-context.cpp:328",
    message: `llama.cpp goes on beyond the trained ${tokens(trained)} and warns in its log: "n_ctx_seq (${value}) > n_ctx_train (${trained}) -- possible training context overflow"${rounded}`,
    instead: asked > trained ? `-c ${trained}` : undefined,
  });
}

/** 0 or nothing asked for means the trained length. */
function askedLength({ length, settings }: EngineRequest, trained: number): number {
  const asked = numberSetting(settings, "n_ctx_request") ?? length ?? 0;
  return asked > 0 ? asked : trained;
}

function unknownLength(call: Call): Verdict {
  return verdict(call, {
    outcome: undefined,
    value: undefined,
    rule: "no-context-length",
    source: "src/llama-context.cpp:133",
    message:
      "llama.cpp goes by the context_length of a GGUF file; nothing here says what it would be",
  });
}

type Found = Pick<Verdict, "outcome" | "value" | "rule" | "source" | "message"> &
  Partial<Pick<Verdict, "instead">>;

function verdict({ version, trained }: Call, found: Found): Verdict {
  return {
    engine: "llama.cpp",
    version: version.reference,
    limit: trained,
    instead: undefined,
    ...found,
  };
}

function tokens(length: number): string {
  return `${numberText(length)} tokens`;
}
