import type { JsonValue } from "../../json/jsonNode.ts";
import { numberText } from "../../text/numberText.ts";
import { asObject, numberAt, valueAt, type JsonObject } from "../configValues.ts";
import type { EngineInput, EngineRequest } from "../engine.ts";
import { numberSetting } from "../settings.ts";
import type { Verdict } from "../verdict.ts";

type Found = Omit<Verdict, "engine" | "version">;

/**
 * What the tokenizer does with a text of `tokens` tokens: without a `max_length` it warns once beyond its
 * `model_max_length`, with one it cuts (`tokenization_utils_base.py`). A length above 10²⁰ stands for none.
 */
export function tokenizerVerdict(
  tokens: number,
  input: EngineInput,
  request: EngineRequest,
): Found {
  const { settings } = request;
  const limit = maxLength(input, settings);
  const call = asObject(settings.get("call"));
  const told = toldLength(call, settings);
  const cut = told ?? (isCutting(call, settings) ? limit : undefined);
  if (cut !== undefined && cut < tokens) {
    return {
      ...source,
      outcome: "silentTruncation",
      limit,
      value: cut,
      rule: "tokenizer-truncation",
      message: `the tokenizer keeps ${numberText(cut)} of ${numberText(tokens)} tokens and does not say so`,
      instead: undefined,
    };
  }
  const isBeyond = limit !== undefined && tokens > limit && told === undefined;
  if (isBeyond && !isSilent(call, settings)) {
    return {
      ...source,
      outcome: "qualityRisk",
      limit,
      value: tokens,
      rule: "tokenizer-warning",
      message: `the tokenizer gives all ${numberText(tokens)} tokens and warns once: "Token indices sequence length is longer than the specified maximum sequence length for this model (${tokens} > ${limit})"`,
      instead: `truncation=True, max_length=${limit}`,
    };
  }
  return {
    ...source,
    outcome: "ok",
    limit,
    value: tokens,
    rule: "tokenizer-within",
    message: `the tokenizer gives all ${numberText(tokens)} tokens without a word`,
    instead: undefined,
  };
}

const source = { source: "src/transformers/tokenization_utils_base.py" } as const;

/** Beyond this the number means that nobody set one (`LARGE_INTEGER`). */
const LARGE = 1e20;

function maxLength(
  input: EngineInput,
  settings: ReadonlyMap<string, JsonValue>,
): number | undefined {
  const tokenizer = asObject(settings.get("tokenizer"));
  const stated =
    tokenizer === undefined
      ? (numberSetting(settings, "tokenizer_max") ?? input.tokenizerMax)
      : numberAt(tokenizer, "model_max_length");
  return stated === undefined || stated > LARGE ? undefined : stated;
}

function toldLength(
  call: JsonObject | undefined,
  settings: ReadonlyMap<string, JsonValue>,
): number | undefined {
  return call === undefined ? numberSetting(settings, "max_length") : numberAt(call, "max_length");
}

function isCutting(
  call: JsonObject | undefined,
  settings: ReadonlyMap<string, JsonValue>,
): boolean {
  const value = call === undefined ? settings.get("truncation") : valueAt(call, "truncation");
  return value !== undefined && value !== false && value !== null && value !== "do_not_truncate";
}

function isSilent(call: JsonObject | undefined, settings: ReadonlyMap<string, JsonValue>): boolean {
  const value = call === undefined ? settings.get("verbose") : valueAt(call, "verbose");
  return value === false;
}
