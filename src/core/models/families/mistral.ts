import type { FamilyTable } from "./familyTable.ts";
import { llama } from "./llama.ts";

/** Mistral (Jiang et al. 2023): LLaMA's block and names; its window is in the ModelSpec, not in the table. */
export const mistral: FamilyTable = { ...llama, id: "mistral", modelTypes: ["mistral"] };
