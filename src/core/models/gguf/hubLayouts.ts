import { hubLayout, type HubLayout } from "./hubLayout.ts";

/**
 * The layout of an architecture; `has` says whether the file has a tensor, since some names depend on it.
 * Compares names, so nothing of JavaScript's objects is found.
 */
export function hubLayoutOf(
  architecture: string,
  has: (tensor: string) => boolean,
): HubLayout | undefined {
  if (architecture === "falcon" && has("blk.0.attn_norm_2.weight")) return falcon40b;
  if (architecture === "llama" && has("blk.0.ffn_gate_inp.weight")) return mixtral;
  return hubLayouts.find((layout) => layout.architecture === architecture);
}

/** LLaMA's names, which most later families have kept, without the norms before attention and the MLP. */
const llamaCore = {
  token_embd: "model.embed_tokens",
  output: "lm_head",
  output_norm: "model.norm",
  "blk.{l}.attn_q": "model.layers.{l}.self_attn.q_proj",
  "blk.{l}.attn_k": "model.layers.{l}.self_attn.k_proj",
  "blk.{l}.attn_v": "model.layers.{l}.self_attn.v_proj",
  "blk.{l}.attn_output": "model.layers.{l}.self_attn.o_proj",
  "blk.{l}.ffn_gate": "model.layers.{l}.mlp.gate_proj",
  "blk.{l}.ffn_up": "model.layers.{l}.mlp.up_proj",
  "blk.{l}.ffn_down": "model.layers.{l}.mlp.down_proj",
} as const;

const llamaNames = {
  ...llamaCore,
  "blk.{l}.attn_norm": "model.layers.{l}.input_layernorm",
  "blk.{l}.ffn_norm": "model.layers.{l}.post_attention_layernorm",
} as const;

const qkNorms = {
  "blk.{l}.attn_q_norm": "model.layers.{l}.self_attn.q_norm",
  "blk.{l}.attn_k_norm": "model.layers.{l}.self_attn.k_norm",
} as const;

/** llama.cpp rotates neighbours in these architectures, so the converter pairs the rows. */
const pairedRows = {
  "blk.{l}.attn_q": ["model.layers.{l}.self_attn.q_proj", "queryPairs"],
  "blk.{l}.attn_k": ["model.layers.{l}.self_attn.k_proj", "keyPairs"],
} as const;

const mixtralExperts = {
  "blk.{l}.ffn_gate_inp": "model.layers.{l}.block_sparse_moe.gate",
  "blk.{l}.ffn_gate_exps": ["model.layers.{l}.block_sparse_moe.experts.{e}.w1", "experts"],
  "blk.{l}.ffn_down_exps": ["model.layers.{l}.block_sparse_moe.experts.{e}.w2", "experts"],
  "blk.{l}.ffn_up_exps": ["model.layers.{l}.block_sparse_moe.experts.{e}.w3", "experts"],
} as const;

/** The mixture has the name of its dense sister in a GGUF file. */
const mixtral = hubLayout("llama", "mixtral", llamaNames, pairedRows, mixtralExperts);

const qwenExperts = {
  "blk.{l}.ffn_gate_inp": "model.layers.{l}.mlp.gate",
  "blk.{l}.ffn_gate_exps": ["model.layers.{l}.mlp.experts.{e}.gate_proj", "experts"],
  "blk.{l}.ffn_up_exps": ["model.layers.{l}.mlp.experts.{e}.up_proj", "experts"],
  "blk.{l}.ffn_down_exps": ["model.layers.{l}.mlp.experts.{e}.down_proj", "experts"],
} as const;

const sharedExpert = {
  "blk.{l}.ffn_gate_inp_shexp": "model.layers.{l}.mlp.shared_expert_gate",
  "blk.{l}.ffn_gate_shexp": "model.layers.{l}.mlp.shared_expert.gate_proj",
  "blk.{l}.ffn_up_shexp": "model.layers.{l}.mlp.shared_expert.up_proj",
  "blk.{l}.ffn_down_shexp": "model.layers.{l}.mlp.shared_expert.down_proj",
} as const;

/** Gemma multiplies by 1 + weight, and the converter stores the sum. */
const gemmaNorms = {
  output_norm: ["model.norm", "plusOne"],
  "blk.{l}.attn_norm": ["model.layers.{l}.input_layernorm", "plusOne"],
  "blk.{l}.ffn_norm": ["model.layers.{l}.post_attention_layernorm", "plusOne"],
} as const;

/** From its second version on it has a norm on either side of attention and of the MLP. */
const gemma2Norms = {
  ...gemmaNorms,
  "blk.{l}.post_attention_norm": ["model.layers.{l}.post_attention_layernorm", "plusOne"],
  "blk.{l}.ffn_norm": ["model.layers.{l}.pre_feedforward_layernorm", "plusOne"],
  "blk.{l}.post_ffw_norm": ["model.layers.{l}.post_feedforward_layernorm", "plusOne"],
} as const;

const gemma3Norms = {
  ...gemma2Norms,
  "blk.{l}.attn_q_norm": ["model.layers.{l}.self_attn.q_norm", "plusOne"],
  "blk.{l}.attn_k_norm": ["model.layers.{l}.self_attn.k_norm", "plusOne"],
} as const;

/** Norms behind attention and the MLP, none before them. */
const olmo2Norms = {
  ...qkNorms,
  "blk.{l}.post_attention_norm": "model.layers.{l}.post_attention_layernorm",
  "blk.{l}.post_ffw_norm": "model.layers.{l}.post_feedforward_layernorm",
} as const;

/** The norm is multiplied by 1 + weight here as well. */
const nemotronNorms = {
  output_norm: ["model.norm", "plusOne"],
  "blk.{l}.attn_norm": ["model.layers.{l}.input_layernorm", "plusOne"],
  "blk.{l}.ffn_norm": ["model.layers.{l}.post_attention_layernorm", "plusOne"],
} as const;

const starcoder2Mlp = {
  "blk.{l}.ffn_up": "model.layers.{l}.mlp.c_fc",
  "blk.{l}.ffn_down": "model.layers.{l}.mlp.c_proj",
} as const;

const phi2Names = {
  output_norm: "model.final_layernorm",
  "blk.{l}.attn_output": "model.layers.{l}.self_attn.dense",
  "blk.{l}.ffn_up": "model.layers.{l}.mlp.fc1",
  "blk.{l}.ffn_down": "model.layers.{l}.mlp.fc2",
} as const;

const bertNames = {
  token_embd: "embeddings.word_embeddings",
  position_embd: "embeddings.position_embeddings",
  token_types: "embeddings.token_type_embeddings",
  token_embd_norm: "embeddings.LayerNorm",
  "blk.{l}.attn_q": "encoder.layer.{l}.attention.self.query",
  "blk.{l}.attn_k": "encoder.layer.{l}.attention.self.key",
  "blk.{l}.attn_v": "encoder.layer.{l}.attention.self.value",
  "blk.{l}.attn_output": "encoder.layer.{l}.attention.output.dense",
  "blk.{l}.attn_output_norm": "encoder.layer.{l}.attention.output.LayerNorm",
  "blk.{l}.ffn_up": "encoder.layer.{l}.intermediate.dense",
  "blk.{l}.ffn_down": "encoder.layer.{l}.output.dense",
  "blk.{l}.layer_output_norm": "encoder.layer.{l}.output.LayerNorm",
} as const;

const phi3Fused = {
  "blk.{l}.attn_qkv": "model.layers.{l}.self_attn.qkv_proj",
  "blk.{l}.ffn_up": "model.layers.{l}.mlp.gate_up_proj",
} as const;

/** GPT-2 multiplies from the left, with weights of [in, out]. */
const gpt2Names = {
  token_embd: "transformer.wte",
  position_embd: "transformer.wpe",
  output: "lm_head",
  output_norm: "transformer.ln_f",
  "blk.{l}.attn_norm": "transformer.h.{l}.ln_1",
  "blk.{l}.attn_qkv": ["transformer.h.{l}.attn.c_attn", "transposed"],
  "blk.{l}.attn_output": ["transformer.h.{l}.attn.c_proj", "transposed"],
  "blk.{l}.ffn_norm": "transformer.h.{l}.ln_2",
  "blk.{l}.ffn_up": ["transformer.h.{l}.mlp.c_fc", "transposed"],
  "blk.{l}.ffn_down": ["transformer.h.{l}.mlp.c_proj", "transposed"],
} as const;

/** Names that BLOOM and Falcon share. */
const bloomNames = {
  token_embd: "transformer.word_embeddings",
  token_embd_norm: "transformer.word_embeddings_layernorm",
  output: "lm_head",
  output_norm: "transformer.ln_f",
  "blk.{l}.attn_norm": "transformer.h.{l}.input_layernorm",
  "blk.{l}.attn_qkv": ["transformer.h.{l}.self_attention.query_key_value", "fused"],
  "blk.{l}.attn_output": "transformer.h.{l}.self_attention.dense",
  "blk.{l}.ffn_norm": "transformer.h.{l}.post_attention_layernorm",
  "blk.{l}.ffn_up": "transformer.h.{l}.mlp.dense_h_to_4h",
  "blk.{l}.ffn_down": "transformer.h.{l}.mlp.dense_4h_to_h",
} as const;

/** Attention and MLP stand side by side, in the larger models with a norm each. */
const falcon40b = hubLayout("falcon", "falcon", bloomNames, {
  "blk.{l}.attn_norm": "transformer.h.{l}.ln_mlp",
  "blk.{l}.attn_norm_2": "transformer.h.{l}.ln_attn",
});

const gptNeoxNames = {
  token_embd: "gpt_neox.embed_in",
  output: "embed_out",
  output_norm: "gpt_neox.final_layer_norm",
  "blk.{l}.attn_norm": "gpt_neox.layers.{l}.input_layernorm",
  "blk.{l}.attn_qkv": ["gpt_neox.layers.{l}.attention.query_key_value", "fused"],
  "blk.{l}.attn_output": "gpt_neox.layers.{l}.attention.dense",
  "blk.{l}.ffn_norm": "gpt_neox.layers.{l}.post_attention_layernorm",
  "blk.{l}.ffn_up": "gpt_neox.layers.{l}.mlp.dense_h_to_4h",
  "blk.{l}.ffn_down": "gpt_neox.layers.{l}.mlp.dense_4h_to_h",
} as const;

const mptNames = {
  token_embd: "transformer.wte",
  position_embd: "transformer.wpe",
  output: "lm_head",
  output_norm: "transformer.norm_f",
  "blk.{l}.attn_norm": "transformer.blocks.{l}.norm_1",
  "blk.{l}.attn_qkv": "transformer.blocks.{l}.attn.Wqkv",
  "blk.{l}.attn_q_norm": "transformer.blocks.{l}.attn.q_ln",
  "blk.{l}.attn_k_norm": "transformer.blocks.{l}.attn.k_ln",
  "blk.{l}.attn_output": "transformer.blocks.{l}.attn.out_proj",
  "blk.{l}.ffn_norm": "transformer.blocks.{l}.norm_2",
  "blk.{l}.ffn_up": "transformer.blocks.{l}.ffn.up_proj",
  "blk.{l}.ffn_down": "transformer.blocks.{l}.ffn.down_proj",
} as const;

const t5Names = {
  token_embd: "shared",
  output: "lm_head",
  ...t5Stack("enc", "encoder", 1),
  ...t5Stack("dec", "decoder", 2),
  "dec.blk.{l}.cross_attn_norm": "decoder.block.{l}.layer.1.layer_norm",
  "dec.blk.{l}.cross_attn_q": "decoder.block.{l}.layer.1.EncDecAttention.q",
  "dec.blk.{l}.cross_attn_k": "decoder.block.{l}.layer.1.EncDecAttention.k",
  "dec.blk.{l}.cross_attn_v": "decoder.block.{l}.layer.1.EncDecAttention.v",
  "dec.blk.{l}.cross_attn_o": "decoder.block.{l}.layer.1.EncDecAttention.o",
};

/** `mlp` is the place of the MLP in a block: behind attention, or behind attention to the encoder as well. */
function t5Stack(stored: string, hub: string, mlp: number): Readonly<Record<string, string>> {
  const attention = `${hub}.block.{l}.layer.0`;
  return {
    [`${stored}.output_norm`]: `${hub}.final_layer_norm`,
    [`${stored}.blk.{l}.attn_norm`]: `${attention}.layer_norm`,
    [`${stored}.blk.{l}.attn_q`]: `${attention}.SelfAttention.q`,
    [`${stored}.blk.{l}.attn_k`]: `${attention}.SelfAttention.k`,
    [`${stored}.blk.{l}.attn_v`]: `${attention}.SelfAttention.v`,
    [`${stored}.blk.{l}.attn_o`]: `${attention}.SelfAttention.o`,
    [`${stored}.blk.{l}.attn_rel_b`]: `${attention}.SelfAttention.relative_attention_bias`,
    [`${stored}.blk.{l}.ffn_norm`]: `${hub}.block.{l}.layer.${mlp}.layer_norm`,
    [`${stored}.blk.{l}.ffn_gate`]: `${hub}.block.{l}.layer.${mlp}.DenseReluDense.wi_0`,
    [`${stored}.blk.{l}.ffn_up`]: `${hub}.block.{l}.layer.${mlp}.DenseReluDense.wi_1`,
    [`${stored}.blk.{l}.ffn_down`]: `${hub}.block.{l}.layer.${mlp}.DenseReluDense.wo`,
  };
}

/** Every architecture whose weights are brought to the hub's layout; the others keep the names of the file. */
export const hubLayouts: readonly HubLayout[] = [
  hubLayout("llama", "llama", llamaNames, pairedRows),
  hubLayout("qwen2", "qwen2", llamaNames),
  hubLayout("qwen3", "qwen3", llamaNames, qkNorms),
  hubLayout("qwen2moe", "qwen2_moe", llamaNames, qwenExperts, sharedExpert),
  hubLayout("qwen3moe", "qwen3_moe", llamaNames, qkNorms, qwenExperts),
  hubLayout("smollm3", "smollm3", llamaNames, pairedRows),
  hubLayout("granite", "granite", llamaNames, pairedRows),
  hubLayout("olmo", "olmo", llamaNames, pairedRows),
  hubLayout("olmo2", "olmo2", llamaCore, olmo2Norms),
  hubLayout("command-r", "cohere", llamaNames, qkNorms),
  hubLayout("cohere2", "cohere2", llamaNames),
  hubLayout("nemotron", "nemotron", llamaNames, nemotronNorms),
  hubLayout("starcoder2", "starcoder2", llamaNames, starcoder2Mlp),
  hubLayout("phi2", "phi", llamaNames, phi2Names),
  hubLayout("stablelm", "stablelm", llamaNames),
  hubLayout("gemma", "gemma", llamaNames, gemmaNorms),
  hubLayout("gemma2", "gemma2", llamaNames, gemma2Norms),
  hubLayout("gemma3", "gemma3_text", llamaNames, gemma3Norms),
  hubLayout("phi3", "phi3", llamaNames, phi3Fused),
  hubLayout("gpt2", "gpt2", gpt2Names),
  hubLayout("bloom", "bloom", bloomNames),
  hubLayout("falcon", "falcon", bloomNames),
  hubLayout("gptneox", "gpt_neox", gptNeoxNames),
  hubLayout("mpt", "mpt", mptNames),
  hubLayout("t5", "t5", t5Names),
  hubLayout("bert", "bert", bertNames),
];
