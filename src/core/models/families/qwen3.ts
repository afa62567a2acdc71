import type { FamilyTable } from "./familyTable.ts";
import { llama } from "./llama.ts";

/** Qwen3 (Yang et al. 2025): LLaMA's block with an RMSNorm over each head's q and k before the rotation. */
export const qwen3: FamilyTable = {
  ...llama,
  id: "qwen3",
  modelTypes: ["qwen3"],
  layer: {
    ...llama.layer,
    qNorm: "layers.{l}.self_attn.q_norm",
    kNorm: "layers.{l}.self_attn.k_norm",
  },
  qkNorm: "per-head",
};
