import type { Engine } from "./engine.ts";
import { transformers } from "./transformers.ts";

/** Every engine that has verdicts. */
export const engines: readonly Engine[] = [transformers];

/** By the word of a setting; `undefined` for an engine without verdicts here. */
export function engineById(id: string): Engine | undefined {
  return engines.find((engine) => engine.id === id);
}
