import type { JsonValue } from "../../json/jsonNode.ts";
import { asObject, numberAt, textAt, valueAt, type JsonObject } from "../configValues.ts";

/** A rope block as the length rule of vLLM reads it. */
export interface RopeBlock {
  readonly type: string;
  /** `null` = the key is there and holds null; `undefined` = it is not there. */
  readonly factor: number | null | undefined;
  readonly originalLength: number | undefined;
}

/** What the config's rope blocks are, or why vLLM does not get past them. */
export type RopeBlocks =
  | { readonly kind: "blocks"; readonly blocks: readonly RopeBlock[] }
  | { readonly kind: "refused"; readonly phrase: string; readonly rule: string };

/**
 * Blocks of `rope_scaling`, which stands before `rope_parameters` (`patch_rope_parameters` in
 * `vllm/transformers_utils/config.py`); one per layer type where they are nested. vLLM 0.11 knows the older name only
 * and asks for a type.
 */
export function ropeBlocks(config: JsonObject, rules: "0.11" | "0.33"): RopeBlocks {
  const old = asObject(valueAt(config, "rope_scaling"));
  const raw = rules === "0.11" ? old : (old ?? asObject(valueAt(config, "rope_parameters")));
  if (raw === undefined) return { kind: "blocks", blocks: [] };
  const nested = Object.values(raw)
    .map(asObject)
    .filter((value) => value !== undefined);
  const isNested = nested.length > 0 && Object.values(raw).every(isBlockOrNull);
  const blocks: RopeBlock[] = [];
  for (const block of isNested ? nested : [raw]) {
    const refused = refusalOf(block, rules);
    if (refused !== undefined) return { kind: "refused", ...refused };
    blocks.push(toRopeBlock(block));
  }
  return { kind: "blocks", blocks };
}

function isBlockOrNull(value: JsonValue): boolean {
  return value === null || asObject(value) !== undefined;
}

function toRopeBlock(block: JsonObject): RopeBlock {
  const type = textAt(block, "rope_type") ?? textAt(block, "type") ?? "default";
  return {
    type: currentTypes.get(type) ?? type,
    factor: valueAt(block, "factor") === null ? null : numberAt(block, "factor"),
    originalLength: numberAt(block, "original_max_position_embeddings"),
  };
}

/** Types that are renamed on loading. */
const currentTypes: ReadonlyMap<string, string> = new Map([
  ["su", "longrope"],
  ["mrope", "default"],
  ["telechat3-yarn", "yarn"],
]);

function refusalOf(
  block: JsonObject,
  rules: "0.11" | "0.33",
): { readonly phrase: string; readonly rule: string } | undefined {
  const [type, legacy] = [textAt(block, "rope_type"), textAt(block, "type")];
  if (type !== undefined && legacy !== undefined && !isSame(type, legacy)) {
    const phrase = `ValueError: Found conflicts between 'rope_type=${type}' (modern field) and 'type=${legacy}' (legacy field)`;
    return { phrase, rule: "rope-type-conflict" };
  }
  if (type === undefined && legacy === undefined && rules === "0.11") {
    const phrase = "ValueError: rope_scaling should have a 'rope_type' key";
    return { phrase, rule: "rope-type-missing" };
  }
  const named = type ?? legacy;
  if (named === "mrope" && valueAt(block, "mrope_section") === undefined) {
    const phrase = "Legacy rope_type 'mrope' requires 'mrope_section' in rope_parameters";
    return { phrase, rule: "mrope-without-section" };
  }
  return undefined;
}

function isSame(type: string, legacy: string): boolean {
  return type === legacy || currentTypes.get(legacy) === type;
}
