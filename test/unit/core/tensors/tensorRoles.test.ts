import { describe, expect, it } from "vitest";
import { llama } from "../../../../src/core/models/families/llama.ts";
import { positionMeaning, tensorRoles } from "../../../../src/core/tensors/roles/tensorRoles.ts";

describe("roles of tensors", () => {
  it.each([
    ["model.layers.3.self_attn.q_proj.weight", "q"],
    ["language_model.model.layers.11.mlp.down_proj.weight", "mlp"],
    ["layers.0.post_attention_layernorm.weight", "norm"],
    ["lm_head.weight", "head"],
    ["model.embed_tokens.weight", "embedding"],
  ])("of %s come from the family's table", (name, role) => {
    expect(tensorRoles(name, llama)).toEqual([role]);
  });

  it.each([
    ["transformer.h.0.attn.c_attn.weight", ["q", "k", "v"]],
    ["transformer.h.0.attn.c_proj.bias", ["o"]],
    ["transformer.h.0.mlp.c_proj.weight", ["mlp"]],
    ["transformer.h.0.ln_1.weight", ["norm"]],
    ["transformer.wte.weight", ["embedding"]],
    ["transformer.wpe.weight", ["position"]],
    ["bert.encoder.layer.0.attention.self.query.weight", ["q"]],
    ["bert.encoder.layer.0.attention.output.dense.weight", ["o"]],
    ["bert.encoder.layer.0.attention.output.LayerNorm.weight", ["norm"]],
    ["bert.encoder.layer.0.intermediate.dense.weight", ["mlp"]],
    ["bert.encoder.layer.0.output.dense.weight", ["mlp"]],
    ["bert.embeddings.position_embeddings.weight", ["position"]],
    ["bert.embeddings.word_embeddings.weight", ["embedding"]],
    ["cls.predictions.decoder.weight", ["head"]],
    ["encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", ["position"]],
    ["encoder.block.0.layer.1.DenseReluDense.wi_0.weight", ["mlp"]],
    ["gpt_neox.layers.0.attention.query_key_value.weight", ["q", "k", "v"]],
    ["gpt_neox.layers.0.attention.dense.weight", ["o"]],
    ["gpt_neox.layers.0.attention.rotary_emb.inv_freq", ["position"]],
    ["blk.0.attn_k.weight", ["k"]],
    ["blk.0.attn_output.weight", ["o"]],
    ["blk.0.ffn_gate_exps.weight", ["mlp"]],
    ["blk.0.ffn_norm.weight", ["norm"]],
    ["token_embd.weight", ["embedding"]],
    ["output.weight", ["head"]],
    ["rope_freqs.weight", ["position"]],
    ["model.layers.0.self_attn.kv_b_proj.weight", ["k", "v"]],
    ["model.layers.0.self_attn.q_norm.weight", ["norm"]],
    ["something.else", ["other"]],
    ["__proto__", ["other"]],
  ])("of %s come from its name", (name, roles) => {
    expect(tensorRoles(name, undefined)).toEqual(roles);
  });

  it("say what a position tensor means, and nothing of others", () => {
    expect(positionMeaning("transformer.wpe.weight")).toMatch(/^One vector per position/);
    expect(positionMeaning("deberta.encoder.rel_embeddings.weight")).toMatch(/relative distance/);
    expect(positionMeaning("blk.0.attn_rel_b.weight")).toMatch(/bucket of distance/);
    expect(positionMeaning("model.layers.0.self_attn.q_proj.weight")).toBeUndefined();
    expect(positionMeaning("vision.patch_embed.proj.weight")).toBeUndefined();
  });
});
