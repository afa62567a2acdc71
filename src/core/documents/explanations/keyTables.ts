import { headKeys } from "./headKeys.ts";
import type { KeyExplanation, KeyTable } from "./keyExplanation.ts";
import { lengthKeys } from "./lengthKeys.ts";
import { ropeKeys } from "./ropeKeys.ts";
import { scalingKeys } from "./scalingKeys.ts";

/** Every group of keys: a new one is its file and a name here. */
export const keyTables: readonly KeyTable[] = [lengthKeys, ropeKeys, scalingKeys, headKeys];

/** Keys that mean something beside other keys of the config. */
const topLevelKeys: ReadonlySet<string> = new Set([
  ...lengthKeys.keys(),
  ...headKeys.keys(),
  "rope_theta",
  "rope_parameters",
  "rope_scaling",
  "partial_rotary_factor",
]);

/** Where a key stands: beside the sizes of the model, or inside a block of the rotation. */
export type KeyPlace = "config" | "rope-block";

/** "factor" at the top of a config is somebody else's, as "head_dim" is inside a block of the rotation. */
export function explanationOf(key: string, place: KeyPlace): KeyExplanation | undefined {
  if (place === "config" && !topLevelKeys.has(key)) return undefined;
  if (place === "rope-block" && (headKeys.has(key) || key === "sliding_window")) return undefined;
  return keyTables.find((table) => table.has(key))?.get(key);
}
