import { textAt } from "./configValues.ts";
import type { Engine, EngineInput, EngineRequest } from "./engine.ts";
import { numberSetting } from "./settings.ts";
import { firstLength, ropeBlock, ropeTypeOf, tokens } from "./statedLength.ts";
import type { Verdict } from "./verdict.ts";
import { textConfig } from "./vllm/textConfig.ts";

/**
 * mlx-lm asks no config for a length: a rotation goes on without a word, `max_kv_size` drops old keys. What GPT-2's
 * table gives beyond its end is a read out of bounds, of which its sources promise nothing.
 */
export const mlx: Engine = {
  id: "mlx",
  versions: [{ reference: "mlx-lm 0.32.0" }],
  settings: ["max_kv_size"],
  verdict(input, request, { reference }) {
    return { engine: "mlx", version: reference, instead: undefined, ...foundOf(input, request) };
  },
};

type Found = Omit<Verdict, "engine" | "version" | "instead"> & Partial<Pick<Verdict, "instead">>;

const open = { limit: undefined, source: "mlx_lm/models/rope_utils.py" } as const;

function foundOf(input: EngineInput, request: EngineRequest): Found {
  const config = input.config === undefined ? {} : textConfig(input.config);
  const type = textAt(config, "model_type") ?? input.spec?.modelType ?? "";
  const ropeType = ropeTypeOf(ropeBlock(config));
  if (sharedRope.has(type) && !ropeTypes.has(ropeType)) {
    const message = `mlx-lm does not load the model; it ends with "ValueError: Unsupported RoPE type ${ropeType}"`;
    return { ...open, outcome: "error", value: undefined, rule: "rope-type-unsupported", message };
  }
  const known = firstLength(config, input.spec, ["max_position_embeddings", "n_positions"])?.length;
  return lengthFound(request, known, type);
}

function lengthFound(
  { length, settings }: EngineRequest,
  known: number | undefined,
  type: string,
): Found {
  const asked = length ?? known;
  if (asked === undefined) {
    const message = "mlx-lm bounds no length, and nothing is asked for";
    return { ...open, outcome: "ok", value: undefined, rule: "no-length", message };
  }
  const kept = numberSetting(settings, "max_kv_size") ?? Infinity;
  if (asked > kept) return rotated(asked, kept);
  if (known === undefined || asked <= known) {
    const message = `mlx-lm runs ${tokens(asked)}; it asks no config for a length`;
    return { ...open, outcome: "ok", value: asked, rule: "no-limit", message };
  }
  return tables.has(type) ? beyondTable(known) : beyond(asked, known);
}

function rotated(asked: number, kept: number): Found {
  return {
    outcome: "silentTruncation",
    limit: kept,
    value: kept,
    rule: "rotating-cache",
    source: "mlx_lm/models/cache.py",
    message: `mlx-lm keeps the keys of ${tokens(kept)} (max_kv_size), so of ${tokens(asked)} the older ones are overwritten without a word`,
    instead: `max_kv_size ${asked}`,
  };
}

function beyond(asked: number, known: number): Found {
  return {
    ...open,
    outcome: "qualityRisk",
    value: asked,
    rule: "no-limit",
    message: `mlx-lm runs ${tokens(asked)} without a word, more than the ${tokens(known)} of the config`,
    instead: `at most ${tokens(known)}`,
  };
}

function beyondTable(known: number): Found {
  return {
    ...open,
    limit: known,
    outcome: undefined,
    value: undefined,
    rule: "not-settled",
    source: "mlx_lm/models/gpt2.py:121",
    message: `not settled by mlx-lm's sources: beyond the ${tokens(known)} of the table it reads out of bounds, which MLX does not check`,
  };
}

/** Models with a learned table. */
const tables: ReadonlySet<string> = new Set(["gpt2", "gpt_bigcode"]);

/** Models whose rotation comes from `initialize_rope`; others have code of their own. */
const sharedRope: ReadonlySet<string> = new Set([
  "llama",
  "mistral",
  "qwen2",
  "qwen3",
  "qwen3_moe",
]);

const ropeTypes: ReadonlySet<string> = new Set([
  "default",
  "deepseek_yarn",
  "dynamic",
  "linear",
  "llama3",
  "longrope",
  "mrope",
  "proportional",
  "telechat3-yarn",
  "yarn",
]);
