import type { ClassFacts } from "./classes/classFacts.ts";

/**
 * Stands in for the class of a type that is not in the table: no defaults, and every name in use for a size, so that
 * what the config states is understood. All that follows from it is a guess.
 */
export function guessedFacts(modelType: string): ClassFacts {
  return { t: modelType, c: "", d: {}, m: otherNames, r: { p: 1 } };
}

const otherNames: Readonly<Record<string, string>> = {
  n_embd: "hidden_size",
  d_model: "hidden_size",
  dim: "hidden_size",
  n_layer: "num_hidden_layers",
  n_layers: "num_hidden_layers",
  num_layers: "num_hidden_layers",
  n_head: "num_attention_heads",
  n_heads: "num_attention_heads",
  num_heads: "num_attention_heads",
  num_kv_heads: "num_key_value_heads",
  n_head_kv: "num_key_value_heads",
  kv_channels: "head_dim",
  attention_head_dim: "head_dim",
  rotary_emb_base: "rope_theta",
  rotary_pct: "partial_rotary_factor",
  rope_pct: "partial_rotary_factor",
  rotary_emb_fraction: "partial_rotary_factor",
};
