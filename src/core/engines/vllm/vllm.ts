import { numberText } from "../../text/numberText.ts";
import { asNumber, asObject, numberAt, textAt, type JsonObject } from "../configValues.ts";
import type { Engine, EngineInput, EngineRequest } from "../engine.ts";
import type { EngineVersion } from "../versionRange.ts";
import type { Outcome, Verdict } from "../verdict.ts";
import { isOn } from "../settings.ts";
import { configLength, scaledLength, type KeyedLength } from "./derivedLength.ts";
import { positionKind } from "./positionKind.ts";
import { ropeBlocks, type RopeBlock } from "./ropeBlocks.ts";
import { textConfig, withOverrides } from "./textConfig.ts";
import { windowOf } from "./windowOf.ts";

/**
 * vLLM settles the length when it starts (`_get_and_verify_max_len` in `vllm/config/model.py`): from the config, the
 * window, the tokenizer, the rope factor and the encoder's own file, in this order; a request above that is refused.
 * The rule for yarn changed with pull request 56446 of September 2026; releases between the two that were read are
 * taken to be like 0.11.
 */
export const vllm: Engine = {
  id: "vllm",
  versions: [
    { until: "0.33", reference: "0.11.0" },
    { since: "0.33", reference: "0.33.0" },
  ],
  settings: [
    "max_model_len",
    "allow_long",
    "disable_sliding_window",
    "overrides",
    "runner",
    "tokenizer_max",
    "encoder_config",
  ],
  verdict(input, request, version) {
    const rules = version.since === undefined ? "0.11" : "0.33";
    const { settings } = request;
    const config = withOverrides(input.config ?? {}, asObject(settings.get("overrides")));
    const call: Call = { input, request, version, rules, text: textConfig(config), config };
    if (input.config === undefined) return noConfig(call);
    const rope = ropeBlocks(call.text, rules);
    if (rope.kind === "refused") return refusedConfig(call, rope.phrase, rope.rule);
    return lengthVerdict(call, rope.blocks);
  },
};

interface Call {
  readonly input: EngineInput;
  readonly request: EngineRequest;
  readonly version: EngineVersion;
  readonly rules: "0.11" | "0.33";
  readonly config: JsonObject;
  readonly text: JsonObject;
}

function lengthVerdict(call: Call, blocks: readonly RopeBlock[]): Verdict {
  const stated = configLength(call.text, call.input.spec);
  const bounded = boundedLength(call, stated);
  if (bounded.length === Infinity) return unboundedVerdict(call);
  const isScaled = !(textAt(call.text, "model_type") ?? "").includes("gemma3");
  const scaled = isScaled
    ? scaledLength(bounded.length, blocks, call.rules)
    : ({ kind: "length", length: bounded.length } as const);
  if (scaled.kind !== "length") return refusedScaling(call, scaled.kind);
  const encoder = numberAt(encoderOf(call), "max_seq_length");
  const derived = { key: bounded.key, length: encoder ?? scaled.length };
  const facts: Facts = { call, stated, derived, blocks, encoder };
  const asked = askedLength(call.request);
  return asked === undefined ? unaskedVerdict(facts) : askedVerdict(facts, asked);
}

interface Facts {
  readonly call: Call;
  /** What the config alone gives. */
  readonly stated: KeyedLength;
  /** What vLLM makes of it. */
  readonly derived: KeyedLength;
  readonly blocks: readonly RopeBlock[];
  readonly encoder: number | undefined;
}

/** The window where it is switched off, and the tokenizer where a pooling model has absolute positions. */
function boundedLength({ input, request, config, text }: Call, stated: KeyedLength): KeyedLength {
  const { settings } = request;
  let found = stated;
  const window = windowOf(text, input.spec);
  if (isOn(settings, "disable_sliding_window") && window !== undefined && window < found.length) {
    found = { length: window, key: "sliding_window" };
  }
  const isPooling = settings.get("runner") === "pooling";
  if (!isPooling || textAt(config, "position_embedding_type") !== "absolute") return found;
  const tokenizer = asNumber(settings.get("tokenizer_max")) ?? input.tokenizerMax;
  return tokenizer !== undefined && tokenizer < found.length
    ? { length: tokenizer, key: found.key }
    : found;
}

function encoderOf({ input, request }: Call): JsonObject | undefined {
  return asObject(request.settings.get("encoder_config")) ?? input.encoderConfig;
}

/** −1 means "as much as fits into memory", which here is no bound. */
function askedLength({ length, settings }: EngineRequest): number | undefined {
  const asked = asNumber(settings.get("max_model_len")) ?? length;
  return asked === -1 ? undefined : asked;
}

/** Beside the block, not in it; the classes of Phi-3 and Phi-4 multimodal fill it in. */
function originalLength(text: JsonObject): number | undefined {
  const type = textAt(text, "model_type");
  const ofClass = type === "phi3" || type === "phi4_multimodal" ? 4096 : undefined;
  return numberAt(text, "original_max_position_embeddings") ?? ofClass;
}

function unaskedVerdict(facts: Facts): Verdict {
  const { call, stated, derived, blocks } = facts;
  const limit = limitOf(facts);
  const original = blocks.some(({ type }) => type === "longrope")
    ? originalLength(call.text)
    : undefined;
  const value = Math.floor(original ?? derived.length);
  const outcome = outcomeOf(facts, value);
  if (outcome === "silentCap") {
    const isLongrope = original !== undefined && original < derived.length;
    return verdict(call, {
      outcome,
      limit,
      value,
      rule: isLongrope ? "longrope-starts-short" : "derived-below-config",
      message: isLongrope
        ? `vLLM serves ${tokens(value)} (original_max_position_embeddings) where nothing is asked for, since a longrope model is better on short texts that way; the config has ${tokens(stated.length)}, and the log says nothing of it`
        : `vLLM serves ${tokens(value)} of the ${tokens(stated.length)} in the config (${reasonOf(facts)}), without a word`,
      instead: isLongrope ? `--max-model-len ${Math.floor(limit)}` : undefined,
    });
  }
  const above =
    outcome === "qualityRisk" ? `, above the ${tokens(stated.length)} of the config` : "";
  return verdict(call, {
    outcome,
    limit,
    value,
    rule: "derived-length",
    message: `vLLM serves ${tokens(value)} where nothing is asked for (${reasonOf(facts)})${above}`,
  });
}

function askedVerdict(facts: Facts, asked: number): Verdict {
  const { call, stated, derived } = facts;
  const limit = limitOf(facts);
  if (asked <= limit) {
    const outcome = outcomeOf(facts, asked);
    const above =
      outcome === "qualityRisk" ? `, more than the ${tokens(stated.length)} of the config` : "";
    const message = `vLLM takes ${tokens(asked)}: its limit is ${tokens(limit)} (${reasonOf(facts)})${above}`;
    return verdict(call, { outcome, limit, value: asked, rule: "within-derived-length", message });
  }
  const phrase = `User-specified max_model_len (${asked}) is greater than the derived max_model_len (${derived.key ?? "None"}=${limit}`;
  if (!isOn(call.request.settings, "allow_long")) {
    return verdict(call, {
      outcome: "error",
      limit,
      value: undefined,
      rule: "above-derived-length",
      message: `vLLM does not start; it ends with ValueError: "${phrase} …)"`,
      instead: `--max-model-len ${limit}`,
    });
  }
  return verdict(call, {
    ...forced(call),
    limit,
    value: asked,
    rule: "allow-long-max-model-len",
    message: `vLLM starts and warns: "${phrase} …)"; ${forced(call).message}`,
    instead: `--max-model-len ${limit}`,
  });
}

/** What the engine's warning says of positions beyond the derived length. */
function forced({ config, input }: Call): { readonly outcome: Outcome; readonly message: string } {
  switch (positionKind(config, input.spec)) {
    case "rotary":
      return { outcome: "nan", message: "positions beyond it lead to nan with RoPE, it says" };
    case "absolute":
      return {
        outcome: "error",
        message:
          "with absolute positions they read outside the table (CUDA array out-of-bounds error), it says",
      };
    case "other":
      return {
        outcome: "qualityRisk",
        message: "what it says of RoPE and absolute positions does not concern this model",
      };
  }
}

/** Accepted above what the config says counts as a risk, unless a rope factor accounts for it. */
function outcomeOf({ call, stated, derived, encoder }: Facts, value: number): Outcome {
  const isAsked = askedLength(call.request) !== undefined;
  if (!isAsked && value < stated.length) return "silentCap";
  const isStretched = encoder === undefined && derived.length > stated.length;
  return value > stated.length && !isStretched ? "qualityRisk" : "ok";
}

/** A request up to a `model_max_length` of the config passes even where something else bounds it. */
function limitOf({ call, derived }: Facts): number {
  const stated = numberAt(call.text, "model_max_length") ?? 0;
  return Math.floor(Math.max(derived.length, stated));
}

function reasonOf({ derived, stated, encoder }: Facts): string {
  if (encoder !== undefined) return "max_seq_length of sentence_bert_config.json";
  const key = derived.key ?? "the tokenizer";
  return derived.length > stated.length ? `${key} × the rope factor` : key;
}

function unboundedVerdict(call: Call): Verdict {
  const asked = askedLength(call.request);
  const value = asked ?? 2048;
  const message =
    asked === undefined
      ? 'vLLM finds no length in the config, warns "Assuming the model\'s maximum length is 2048" and serves that'
      : `vLLM takes ${tokens(value)}: no key of the config bounds it`;
  return verdict(call, { outcome: "ok", limit: undefined, value, rule: "no-length-key", message });
}

function refusedScaling(call: Call, kind: "no factor" | "no original length"): Verdict {
  return kind === "no factor"
    ? refusedConfig(call, "TypeError: unsupported operand type(s) for *=", "null-factor")
    : refusedConfig(call, "KeyError: 'original_max_position_embeddings'", "yarn-without-original");
}

function refusedConfig(call: Call, phrase: string, rule: string): Verdict {
  const message = `vLLM does not start with this rope block; it ends with "${phrase}"`;
  return verdict(call, {
    outcome: "error",
    limit: undefined,
    value: undefined,
    rule,
    message,
    source:
      call.rules === "0.11"
        ? "vllm/transformers_utils/config.py:376"
        : "vllm/transformers_utils/config.py:609",
  });
}

function noConfig(call: Call): Verdict {
  const message = "vLLM reads its length from a config.json, which is not here";
  return verdict(call, {
    outcome: undefined,
    limit: undefined,
    value: undefined,
    rule: "no-config",
    message,
  });
}

type Found = Omit<Verdict, "engine" | "version" | "source" | "instead"> &
  Partial<Pick<Verdict, "source" | "instead">>;

function verdict({ version, rules }: Call, found: Found): Verdict {
  const line = rules === "0.11" ? 1763 : 2545;
  return {
    engine: "vllm",
    version: version.reference,
    source: `vllm/config/model.py:${line}`,
    instead: undefined,
    ...found,
  };
}

function tokens(length: number): string {
  return `${numberText(length)} tokens`;
}
