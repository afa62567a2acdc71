import { asObject, objectAt, valueAt, type JsonObject } from "../configValues.ts";

/**
 * The part of a composite config that describes the language model, as `get_text_config` of transformers finds it;
 * the config itself where it has no parts.
 */
export function textConfig(config: JsonObject): JsonObject {
  const thinker = objectAt(config, "thinker_config");
  const holder = thinker ?? config;
  for (const name of textParts) {
    const part = objectAt(holder, name);
    if (part !== undefined) return part;
  }
  return holder;
}

const textParts = ["text_config", "llm_config", "language_config"];

/** Overrides laid over a config; parts that are configs themselves are merged, everything else is replaced. */
export function withOverrides(config: JsonObject, overrides: JsonObject | undefined): JsonObject {
  if (overrides === undefined) return config;
  const merged = Object.entries(overrides).map(([name, value]) => {
    const [part, change] = [objectAt(config, name), asObject(value)];
    const isConfig = name.endsWith("_config") && part !== undefined && change !== undefined;
    return [name, isConfig ? withOverrides(part, change) : value] as const;
  });
  const kept = Object.entries(config).filter(([name]) => !isOtherRopeName(name, overrides));
  return Object.fromEntries([...kept, ...merged]);
}

/** `rope_scaling` and `rope_parameters` are one attribute of the class: an override of either replaces both. */
function isOtherRopeName(name: string, overrides: JsonObject): boolean {
  const other = otherRopeNames.get(name);
  return other !== undefined && valueAt(overrides, other) !== undefined;
}

const otherRopeNames: ReadonlyMap<string, string> = new Map([
  ["rope_scaling", "rope_parameters"],
  ["rope_parameters", "rope_scaling"],
]);
