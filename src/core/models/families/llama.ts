import type { FamilyTable } from "./familyTable.ts";

/**
 * LLaMA (Touvron et al. 2023): RMSNorm before attention and MLP, gated SiLU, rotation in halves, no biases unless
 * the file has them. Names: LlamaForCausalLM in transformers. A head that is tied is not stored; files of the bare
 * model lack the prefix, those that were cut out of a model with vision have a longer one.
 */
export const llama: FamilyTable = {
  id: "llama",
  modelTypes: ["llama"],
  model: { embedding: "embed_tokens", finalNorm: "norm", head: "lm_head" },
  layer: {
    attentionNorm: "layers.{l}.input_layernorm",
    q: "layers.{l}.self_attn.q_proj",
    k: "layers.{l}.self_attn.k_proj",
    v: "layers.{l}.self_attn.v_proj",
    o: "layers.{l}.self_attn.o_proj",
    mlpNorm: "layers.{l}.post_attention_layernorm",
    gate: "layers.{l}.mlp.gate_proj",
    up: "layers.{l}.mlp.up_proj",
    down: "layers.{l}.mlp.down_proj",
  },
  optionalPrefixes: [
    "",
    "model.",
    "language_model.",
    "language_model.model.",
    "model.language_model.",
  ],
  norm: "rms",
  residual: "sequential",
  mlp: "gated",
  requiredBiases: [],
  qkNorm: "none",
  attentionScale: "inverse-sqrt-head-dim",
  mixer: "standard",
};
