import type { JsonValue } from "../../json/jsonNode.ts";
import { windowOfLayer, type ModelSpec } from "../../models/modelSpec.ts";
import { asNumber, numberAt, valueAt, type JsonObject } from "../configValues.ts";
import { cacheNumberBytes } from "./cacheDtype.ts";
import { layerKinds, type LayerKind } from "./layerKinds.ts";

export interface CacheOptions {
  /** Type of the cached numbers; float16 where nothing is said. */
  readonly dtype?: string;
  /** Texts at once, each of the whole length. */
  readonly sequences?: number;
  /** Plain value of the config's text part, for what the spec does not hold. */
  readonly config?: JsonObject;
}

/** Memory of the keys and values of a text. */
export interface CacheSize {
  readonly bytes: number;
  /** Bytes of each layer, for one sequence. */
  readonly layers: readonly number[];
  /** How one layer is counted, in symbols. */
  readonly formula: string;
}

/**
 * Memory that keys and values of `length` tokens take: per layer min(length, window) × key/value heads ×
 * (key + value dimensions) × bytes. Layers of a latent attention keep `kv_lora_rank` + `qk_rope_head_dim` numbers a
 * token (DeepSeek-V2, arXiv 2405.04434, section 2.1), layers with a state that does not grow and layers that share
 * another's keys nothing here. Engines round up to their blocks and keep some memory more.
 *
 * `undefined` where the sizes are not known, and for a model that reads whole texts at once (an encoder).
 */
export function kvCacheBytes(
  spec: ModelSpec,
  length: number,
  options: CacheOptions = {},
): CacheSize | undefined {
  const { config = {}, dtype = "float16", sequences = 1 } = options;
  const width = cacheNumberBytes(dtype);
  const latent = latentNumbers(config);
  if (width === undefined || !isCounted(spec, latent)) return undefined;
  const kinds = layerKinds(config, spec.layers);
  const shared = numberAt(config, "num_kv_shared_layers") ?? 0;
  const sizes = Array.from({ length: spec.layers }, (_, layer) => {
    const place = { layer, kind: kinds?.[layer] };
    if (place.kind === "state" || layer >= spec.layers - shared) return 0;
    const tokens = Math.min(length, spanOf(spec, config, place));
    return tokens * (latent ?? numbersOf(spec, config, place)) * width;
  });
  const bytes = sequences * sizes.reduce((all, size) => all + size, 0);
  return { bytes, layers: sizes, formula: latent === undefined ? plainFormula : latentFormula };
}

function isCounted(spec: ModelSpec, latent: number | undefined): boolean {
  if (spec.layers <= 0 || spec.layers > MOST_LAYERS || encoders.has(spec.modelType)) return false;
  return latent !== undefined || (spec.kvHeads > 0 && spec.headDim > 0);
}

const plainFormula = "Σ min(N, window) · kv_heads · (d_k + d_v) · bytes";
const latentFormula = "Σ N · (kv_lora_rank + qk_rope_head_dim) · bytes";

/** No published model has more than a few hundred. */
const MOST_LAYERS = 10_000;

interface Layer {
  readonly layer: number;
  readonly kind: LayerKind | undefined;
}

/** Tokens a layer looks back on; Infinity = all. */
function spanOf(spec: ModelSpec, config: JsonObject, { layer, kind }: Layer): number {
  const window = windowOfLayer(spec, layer);
  if (kind === "chunked") return numberAt(config, "attention_chunk_size") ?? window ?? Infinity;
  if (kind === "sliding") {
    return (
      window ??
      numberAt(config, "sliding_window") ??
      numberAt(config, "attention_window_size") ??
      Infinity
    );
  }
  return window ?? Infinity;
}

/** Numbers that a token leaves in a layer, keys and values together. */
function numbersOf(spec: ModelSpec, config: JsonObject, { layer, kind }: Layer): number {
  const isGlobal = kind === "full";
  const heads =
    (isGlobal ? numberAt(config, "num_global_key_value_heads") : undefined) ??
    listed(config, "num_key_value_heads", layer) ??
    listed(config, "num_kv_heads", layer) ??
    spec.kvHeads;
  const keys = (isGlobal ? numberAt(config, "global_head_dim") : undefined) ?? spec.headDim;
  const values = isGlobal ? keys : (numberAt(config, "v_head_dim") ?? keys);
  return heads * (keys + values);
}

/** The member of a list with one number per layer. */
function listed(config: JsonObject, name: string, layer: number): number | undefined {
  const value = valueAt(config, name);
  return Array.isArray(value) ? asNumber((value as readonly JsonValue[])[layer]) : undefined;
}

function latentNumbers(config: JsonObject): number | undefined {
  const rank = numberAt(config, "kv_lora_rank");
  return rank === undefined || rank <= 0
    ? undefined
    : rank + (numberAt(config, "qk_rope_head_dim") ?? 0);
}

/** Types that are never run token by token. */
const encoders: ReadonlySet<string> = new Set([
  "albert",
  "bert",
  "camembert",
  "deberta",
  "deberta-v2",
  "distilbert",
  "electra",
  "ernie",
  "esm",
  "eurobert",
  "funnel",
  "layoutlm",
  "layoutlmv3",
  "longformer",
  "modernbert",
  "mpnet",
  "nomic_bert",
  "nystromformer",
  "rembert",
  "roberta",
  "roformer",
  "squeezebert",
  "xlm-roberta",
]);
