import { LAYER_LIMIT } from "../../bytes/limits.ts";
import type { JsonValue } from "../../json/jsonNode.ts";
import { asRecord, type ConfigObject } from "./configObject.ts";
import { describeLayers } from "./describeLayers.ts";
import { describeTensors } from "./describeTensors.ts";
import { rotatedPairs } from "./rotatedDims.ts";
import { rotationOf } from "./rotation.ts";

export type Description = Readonly<Record<string, JsonValue>>;

/**
 * What the class makes of a config, under the field names of the reference (`../shared/goldens/specs`): sizes,
 * lengths, rotation, layers, windows, tensors that carry positions, settings, and the same for each part. What is
 * not stated is left out.
 */
export function describeConfig(config: ConfigObject): Description {
  const parts = describeParts(config);
  return {
    ...describeAttributes(config),
    ...describeTensors(config),
    ...(Object.keys(parts).length === 0 ? {} : { sub_configs: parts }),
    ...(config.facts?.q === undefined ? {} : { sub_modules: config.facts.q }),
  };
}

function describeAttributes(config: ConfigObject): Record<string, JsonValue> {
  const result: Record<string, JsonValue> = { model_type: config.modelType };
  for (const [field, name] of sizeFields) put(result, field, config.get(name));
  const lengths: Record<string, JsonValue> = {};
  for (const name of lengthFields) put(lengths, name, config.get(name));
  if (Object.keys(lengths).length > 0) result["length_keys"] = lengths;
  put(result, "max_position_embeddings", config.get("max_position_embeddings"));
  for (const name of plainFields) put(result, name, config.get(name));
  const settings: Record<string, JsonValue> = {};
  for (const name of settingFields) put(settings, name, settingOf(config, name));
  if (Object.keys(settings).length > 0) result["settings"] = settings;
  return { ...result, ...describeRotation(config), ...describeLayers(config) };
}

function describeRotation(config: ConfigObject): Record<string, JsonValue> {
  const rotation = rotationOf(config);
  if (rotation === undefined) return {};
  const pairs = rotatedPairs(config, rotation);
  const dims: JsonValue | undefined = rotation.perLayerType
    ? Object.fromEntries([...pairs].map(([label, count]) => [label, 2 * count]))
    : 2 * (pairs.get("") ?? 0);
  return {
    rope: { per_layer_type: rotation.perLayerType, parameters: rotation.parameters },
    ...(config.facts?.s === "rope_2d" || dims === 0 ? {} : { rotary_dim: dims }),
  };
}

function describeParts(config: ConfigObject): Record<string, JsonValue> {
  const result: Record<string, JsonValue> = {};
  for (const key of Object.keys(config.facts?.p ?? {})) {
    const part = config.part(key);
    if (part === undefined) continue;
    const path = config.facts?.q?.[key];
    result[key] = {
      ...describeAttributes(part),
      ...innerRotation(part),
      ...(path === undefined ? {} : describeTensors(config, { key, path, part })),
    };
  }
  return result;
}

/** Settings that stand in a block of their own come with the defaults of the block. */
function settingOf(config: ConfigObject, name: string): unknown {
  const value = config.get(name);
  const block = name === "attn_config" ? config.part(name) : undefined;
  if (block === undefined) return value;
  return { ...block.facts?.d, ...asRecord(value) };
}

/** A part that is a composite itself rotates as its text part does. */
function innerRotation(part: ConfigObject): Record<string, JsonValue> {
  const text = part.facts?.r === undefined ? part.part("text_config") : undefined;
  const { rotary_dim } = text === undefined ? {} : describeRotation(text);
  return rotary_dim === undefined ? {} : { rotary_dim };
}

function put(result: Record<string, JsonValue>, field: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value) && value.length > LAYER_LIMIT) return;
  if (typeof value === "object" && !Array.isArray(value) && asRecord(value) === undefined) return;
  result[field] = value as JsonValue;
}

const sizeFields: readonly (readonly [field: string, name: string])[] = [
  ["hidden_size", "hidden_size"],
  ["layers", "num_hidden_layers"],
  ["heads", "num_attention_heads"],
  ["kv_heads", "num_key_value_heads"],
  ["vocab_size", "vocab_size"],
  ["tie_word_embeddings", "tie_word_embeddings"],
];

const lengthFields = [
  "max_position_embeddings",
  "n_positions",
  "n_ctx",
  "max_seq_len",
  "original_max_position_embeddings",
  "max_source_positions",
  "max_target_positions",
  "seq_length",
  "max_text_positions",
  "model_max_length",
  "context_length",
];

const plainFields = [
  "encoder_layers",
  "decoder_layers",
  "encoder_attention_heads",
  "decoder_attention_heads",
  "num_decoder_layers",
  "d_kv",
  "partial_rotary_factor",
  "layer_types",
  "layers_block_type",
  "mlp_layer_types",
  "no_rope_layers",
  "sliding_window",
  "use_sliding_window",
  "max_window_layers",
  "sliding_window_pattern",
  "attention_chunk_size",
  "attention_window",
  "attn_layers",
  "attention_types",
  "attention_layers",
  "local_attention",
  "global_attn_every_n_layers",
  "max_2d_position_embeddings",
  "window_size",
  "hybrid_override_pattern",
];

const settingFields = [
  "relative_attention_num_buckets",
  "relative_attention_max_distance",
  "relative_attention",
  "max_relative_positions",
  "position_biased_input",
  "position_embedding_type",
  "position_embeddings_type",
  "alibi",
  "attn_config",
  "attn_type",
  "clamp_len",
  "mem_len",
  "rotary_dim",
  "rotary_value",
  "axial_pos_embds",
  "axial_pos_shape",
  "axial_pos_embds_dim",
  "use_relative_position_bias",
  "use_shared_relative_position_bias",
  "use_absolute_position_embeddings",
  "scale_embedding",
  "query_pre_attn_scalar",
  "attn_logit_softcapping",
  "final_logit_softcapping",
  "qk_rope_head_dim",
  "qk_nope_head_dim",
];
