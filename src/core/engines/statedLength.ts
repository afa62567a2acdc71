import type { ModelSpec } from "../models/modelSpec.ts";
import { numberText } from "../text/numberText.ts";
import { asObject, numberAt, textAt, valueAt, type JsonObject } from "./configValues.ts";

/** The first of `keys` that the config states, or that its class fills in. */
export function firstLength(
  config: JsonObject,
  spec: ModelSpec | undefined,
  keys: readonly string[],
): { readonly key: string; readonly length: number } | undefined {
  for (const key of keys) {
    const keysOfSpec = spec?.lengthKeys ?? {};
    const length =
      numberAt(config, key) ?? (Object.hasOwn(keysOfSpec, key) ? keysOfSpec[key] : undefined);
    if (length !== undefined && length > 0) return { key, length };
  }
  return undefined;
}

/** The rope block, under either name. */
export function ropeBlock(config: JsonObject): JsonObject | undefined {
  return asObject(valueAt(config, "rope_scaling")) ?? asObject(valueAt(config, "rope_parameters"));
}

export function ropeTypeOf(block: JsonObject | undefined): string {
  return textAt(block, "rope_type") ?? textAt(block, "type") ?? "default";
}

export function tokens(length: number): string {
  return `${numberText(length)} tokens`;
}
