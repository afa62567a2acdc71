import type { Engine, EngineInput, EngineRequest } from "./engine.ts";
import { numberSetting } from "./settings.ts";
import { firstLength, tokens } from "./statedLength.ts";
import type { Verdict } from "./verdict.ts";
import { positionKind } from "./vllm/positionKind.ts";
import { textConfig } from "./vllm/textConfig.ts";

/**
 * Text Generation Inference: without `max_total_tokens` the smallest of `max_position_embeddings`, the tokenizer's
 * `model_max_length` and what fits into memory; a stated one is compared with nothing in the config. What a learned
 * table does beyond its end depends on the GPU's kernels, so the sources do not settle it.
 */
export const tgi: Engine = {
  id: "tgi",
  versions: [{ reference: "3.3.6-dev0" }],
  settings: ["max_total_tokens", "prompt_tokens", "max_new_tokens", "tokenizer_max"],
  verdict(input, request, { reference }) {
    const { settings } = request;
    const start = { engine: "tgi", version: reference, limit: undefined, instead: undefined };
    const asked = numberSetting(settings, "max_total_tokens") ?? request.length;
    const known = knownLength(input, request);
    const value = asked ?? known;
    if (value === undefined)
      return { ...start, ...unsettled("nothing here states a length, so memory decides") };
    const prompt = numberSetting(settings, "prompt_tokens");
    if (prompt !== undefined) {
      const total = prompt + (numberSetting(settings, "max_new_tokens") ?? 1);
      return { ...start, ...promptFound(prompt, total, value) };
    }
    if (asked !== undefined && known !== undefined && asked > known) {
      return { ...start, ...beyond(input, asked, known) };
    }
    const message = `TGI takes prompt and answer of ${tokens(value)} together, where they fit into memory`;
    return { ...start, outcome: "ok", value, rule: "max-total-tokens", source, message };
  },
};

type Found = Omit<Verdict, "engine" | "version" | "limit" | "instead"> &
  Partial<Pick<Verdict, "limit" | "instead">>;

const source = "server/text_generation_server/models/flash_causal_lm.py:1566";

function knownLength(input: EngineInput, { settings }: EngineRequest): number | undefined {
  const config = input.config === undefined ? {} : textConfig(input.config);
  const stated = firstLength(config, input.spec, ["max_position_embeddings", "n_positions"]);
  const tokenizer = numberSetting(settings, "tokenizer_max") ?? input.tokenizerMax ?? Infinity;
  const known = Math.min(stated?.length ?? Infinity, tokenizer);
  return known < 1e20 ? known : undefined;
}

function beyond(input: EngineInput, asked: number, known: number): Found {
  if (positionKind(input.config ?? {}, input.spec) === "absolute") {
    const what = `nothing compares ${tokens(asked)} with the ${tokens(known)} of the model, and what its table of positions does beyond its end depends on the GPU's kernels`;
    return unsettled(what);
  }
  return {
    outcome: "qualityRisk",
    value: asked,
    rule: "not-compared",
    source: "launcher/src/main.rs:2113",
    message: `TGI takes --max-total-tokens ${asked} without comparing it with the ${tokens(known)} of the model`,
    instead: `--max-total-tokens ${known}`,
  };
}

function promptFound(prompt: number, total: number, limit: number): Found {
  const place = { limit, source: "router/src/validation.rs:173" };
  if (total <= limit) {
    const message = `TGI takes the request of ${tokens(total)}`;
    return { ...place, outcome: "ok", value: total, rule: "request-fits", message };
  }
  return {
    ...place,
    outcome: "error",
    value: undefined,
    rule: "request-too-long",
    message: `TGI refuses the request: "\`inputs\` tokens + \`max_new_tokens\` must be <= ${limit}. Given: ${prompt} \`inputs\` tokens"`,
    instead: `prompt and max_new_tokens of at most ${tokens(limit)} together`,
  };
}

function unsettled(why: string): Found {
  const message = `not settled by TGI's sources: ${why}`;
  return { outcome: undefined, value: undefined, rule: "not-settled", source, message };
}
