import type { FamilyTable } from "./familyTable.ts";
import { llama } from "./llama.ts";

/** Qwen2 and 2.5 (Yang et al. 2024): LLaMA's block with biases on q, k and v. */
export const qwen2: FamilyTable = {
  ...llama,
  id: "qwen2",
  modelTypes: ["qwen2"],
  requiredBiases: ["q", "k", "v"],
};
