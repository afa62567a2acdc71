import type { FamilyTable } from "./familyTable.ts";
import { llama } from "./llama.ts";
import { mistral } from "./mistral.ts";
import { qwen2 } from "./qwen2.ts";
import { qwen3 } from "./qwen3.ts";

/** Every family that can be run: a new one is its file and a line here. */
const families: readonly FamilyTable[] = [llama, mistral, qwen2, qwen3];

/** The table that runs a `model_type`. Compares names, so `__proto__` finds nothing. */
export function familyOf(modelType: string): FamilyTable | undefined {
  return families.find((family) => family.modelTypes.includes(modelType));
}

/** The table that `ModelSpec.family` names. */
export function familyById(id: string): FamilyTable | undefined {
  return families.find((family) => family.id === id);
}
