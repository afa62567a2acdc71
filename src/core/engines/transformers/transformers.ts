import { schemeLabel } from "../../positions/registry.ts";
import { numberText } from "../../text/numberText.ts";
import { textAt, valueAt, type JsonObject } from "../configValues.ts";
import type { Engine, EngineInput, EngineRequest } from "../engine.ts";
import type { EngineVersion } from "../versionRange.ts";
import { numberSetting } from "../settings.ts";
import type { Verdict } from "../verdict.ts";
import { textConfig } from "../vllm/textConfig.ts";
import { axialLength, declaredLength, type DeclaredLength } from "./declaredLength.ts";
import { generateVerdict } from "./generateVerdict.ts";
import { growingTables, tableFailure } from "./positionTables.ts";
import { tokenizerVerdict } from "./tokenizerVerdict.ts";

/**
 * Hugging Face transformers: a forward pass over `length` tokens, `generate` where a prompt is given, the tokenizer
 * where a number of tokens is. A rotation or a bias has no table that could end, so nothing is said at any length; a
 * table of positions ends in an error, whose kind depends on the class.
 */
export const transformers: Engine = {
  id: "transformers",
  versions: [
    { until: "5", reference: "4.57.6" },
    { since: "5", reference: "5.23.0" },
  ],
  settings: [
    "tokens",
    "tokenizer",
    "tokenizer_max",
    "call",
    "truncation",
    "max_length",
    "verbose",
    "prompt",
    "max_new_tokens",
  ],
  verdict(input, request, version) {
    const tokens = numberSetting(request.settings, "tokens");
    const config = input.config === undefined ? undefined : textConfig(input.config);
    const call: Call = { input, request, version, config };
    if (tokens !== undefined) return verdict(call, tokenizerVerdict(tokens, input, request));
    const declared = declaredLength(config, input.spec);
    const unread = version.since === undefined ? unreadRope(config) : undefined;
    if (unread !== undefined) return verdict(call, unread);
    const prompt = numberSetting(request.settings, "prompt");
    if (prompt === undefined) return verdict(call, forwardVerdict(call, declared));
    // Only the outer config is asked for its length here.
    const outer =
      declaredLength(input.config, undefined) ?? (config === input.config ? declared : undefined);
    const total = prompt + (numberSetting(request.settings, "max_new_tokens") ?? 0);
    const forward = forwardOf({ ...call, request: { ...request, length: total } }, declared);
    return verdict(
      call,
      generateVerdict({ prompt, declared: outer, forward, settings: request.settings }),
    );
  },
};

interface Call {
  readonly input: EngineInput;
  readonly request: EngineRequest;
  readonly version: EngineVersion;
  /** Of the language model. */
  readonly config: JsonObject | undefined;
}

type Found = Omit<Verdict, "engine" | "version">;

function forwardVerdict(call: Call, declared: DeclaredLength | undefined): Found {
  const { length } = call.request;
  return length === undefined ? unasked(call, declared) : forwardOf(call, declared);
}

/** One forward pass over the length that is asked for. */
function forwardOf(call: Call, declared: DeclaredLength | undefined): Found {
  const length = call.request.length ?? 0;
  const type = typeOf(call);
  const table = tableOf(call, declared);
  if (table !== undefined) return tableVerdict(call, length, table);
  const limit = thresholdOf(call, declared);
  if (limit === undefined) return withoutLength(call, length);
  const shown = numberText(length);
  if (length <= limit) {
    return {
      ...ok,
      limit: undefined,
      value: length,
      rule: "within-length",
      message: `${shown} tokens are within the ${numberText(limit)} that the model knows`,
    };
  }
  const grows = growingTables.has(type) ? ", for which it makes its table longer" : "";
  return {
    outcome: "qualityRisk",
    limit: undefined,
    value: length,
    rule: growingTables.has(type) ? "table-grows" : "nothing-ends",
    source: sourceOf(type),
    message:
      `transformers computes ${labelOf(call)} for ${shown} tokens without an error${grows}, ` +
      `${numberText(length - limit)} more than the ${numberText(limit)} that the model knows${reminderOf(length, declared)}`,
    instead: `at most ${numberText(limit)} tokens`,
  };
}

interface Table {
  readonly limit: number;
  readonly phrase: string;
}

function tableOf(
  { config, input, version }: Call,
  declared: DeclaredLength | undefined,
): Table | undefined {
  const type = textAt(config, "model_type") ?? input.spec?.modelType ?? "";
  if (type === "reformer") {
    const limit = axialLength(config);
    const phrase =
      "ValueError: Make sure that config.axial_pos_shape factors are as large as the input";
    return limit === undefined ? undefined : { limit, phrase };
  }
  if (declared === undefined) return undefined;
  const failure = tableFailure(type, config ?? {}, {
    rows: declared.length,
    major: version.since === undefined ? 4 : 5,
  });
  return failure === undefined
    ? undefined
    : { limit: Math.max(0, declared.length - failure.reserved), phrase: failure.phrase };
}

function tableVerdict(call: Call, length: number, { limit, phrase }: Table): Found {
  const rule = "position-table";
  const source = sourceOf(typeOf(call));
  if (length <= limit) {
    const message = `${numberText(length)} tokens fit the model's table of positions, which takes ${numberText(limit)}`;
    return { outcome: "ok", limit, value: length, rule, source, message, instead: undefined };
  }
  return {
    outcome: "error",
    limit,
    value: undefined,
    rule,
    source,
    message: `the forward pass ends with "${phrase}": the table of positions takes ${numberText(limit)} tokens (on a GPU it is a device-side assert)`,
    instead: `at most ${numberText(limit)} tokens`,
  };
}

/** What the model knows: its trained length, where that is below what the config declares. */
function thresholdOf({ input }: Call, declared: DeclaredLength | undefined): number | undefined {
  if (declared === undefined) return undefined;
  const trained = input.spec?.lengths.trained;
  return trained !== undefined && trained > 0
    ? Math.min(trained, declared.length)
    : declared.length;
}

function withoutLength({ input }: Call, length: number): Found {
  const rule = "no-length";
  if (input.config === undefined && input.spec === undefined) {
    const message = "transformers reads a config.json, which is not here";
    return { ...ok, outcome: undefined, limit: undefined, value: undefined, rule, message };
  }
  const message = `transformers computes ${numberText(length)} tokens: this class has no length that could be passed`;
  return { ...ok, limit: undefined, value: length, rule, message };
}

function unasked(call: Call, declared: DeclaredLength | undefined): Found {
  const limit = tableOf(call, declared)?.limit;
  const bound = declared === undefined ? undefined : declared.length;
  return {
    ...ok,
    limit,
    value: bound,
    rule: "default-max-length",
    message:
      bound === undefined
        ? "generate runs without a length of the model's own"
        : `generate without a length bounds prompt and answer together by ${declared?.key ?? ""} ${numberText(bound)}`,
  };
}

const ok = {
  outcome: "ok",
  source: "src/transformers/generation/utils.py",
  instead: undefined,
} as const;

/** Version 4 does not know the block of version 5, so what stands in it alone has no effect there. */
function unreadRope(config: JsonObject | undefined): Found | undefined {
  const has = (name: string): boolean => (valueAt(config, name) ?? null) !== null;
  if (!has("rope_parameters") || has("rope_scaling") || has("rope_theta")) return undefined;
  return {
    outcome: "qualityRisk",
    limit: undefined,
    value: undefined,
    rule: "rope-parameters-unread",
    source: "src/transformers/modeling_rope_utils.py",
    message:
      "transformers 4 does not read rope_parameters: it takes the class's own base and no scaling, at any length, and says nothing",
    instead: "rope_theta and rope_scaling beside it, or transformers 5",
  };
}

function reminderOf(length: number, declared: DeclaredLength | undefined): string {
  return declared !== undefined && length > declared.length
    ? `; generate logs one reminder past ${declared.key} (${numberText(declared.length)}): "This is a friendly reminder"`
    : "";
}

function labelOf({ input }: Call): string {
  const { spec } = input;
  return spec === undefined || spec.scheme.kind === "unknown" ? "it" : schemeLabel(spec.scheme);
}

function typeOf({ config, input }: Call): string {
  return textAt(config, "model_type") ?? input.spec?.modelType ?? "";
}

function sourceOf(type: string): string {
  const name = type.replaceAll("-", "_");
  return /^\w{1,60}$/.test(name)
    ? `src/transformers/models/${name}/modeling_${name}.py`
    : "src/transformers/modeling_rope_utils.py";
}

function verdict({ version }: Call, found: Found): Verdict {
  return { engine: "transformers", version: version.reference, ...found };
}
