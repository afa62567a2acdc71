import { asRecord, type ConfigObject, type ConfigValues } from "./configObject.ts";
import { labelsIn, type Rotation } from "./rotation.ts";

/**
 * Frequencies that a rotation has: by kind of layer where they differ, else under "". The plain rule of many classes
 * passes over partial_rotary_factor and every scaling obeys it; odd widths round up in the plain rule.
 */
export function rotatedPairs(
  config: ConfigObject,
  rotation: Rotation,
): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  const blocks: readonly (readonly [string, unknown])[] = rotation.perLayerType
    ? labelsIn(config, rotation.parameters).map((label) => [label, rotation.parameters[label]])
    : [["", rotation.parameters]];
  for (const [label, value] of blocks) {
    const block = asRecord(value);
    const width = block === undefined ? undefined : rotatedWidth(config, block, label);
    if (width !== undefined) pairs.set(label, Math.ceil(width / 2));
  }
  return pairs;
}

/** Dimensions of a head that rotate under a set of parameters; `undefined` where the head's width is not known. */
export function rotatedWidth(
  config: ConfigObject,
  block: ConfigValues,
  label = "",
): number | undefined {
  const headDim = headDimOf(config, label);
  if (headDim === undefined) return undefined;
  const type = block["rope_type"];
  if (type === "proportional") return headDim;
  const stated = block["partial_rotary_factor"];
  const obeys = type !== "default" || config.facts?.r?.p === 1 || config.facts === undefined;
  const otherwise = config.modelType === "mimo_v2_flash" ? 0.334 : 1;
  const part = !obeys ? 1 : typeof stated === "number" ? stated : otherwise;
  return Math.floor(headDim * part);
}

function headDimOf(config: ConfigObject, label: string): number | undefined {
  const global = config.number("global_head_dim");
  if (label === "full_attention" && global !== undefined) return global;
  const stated = config.number("head_dim");
  if (stated !== undefined && stated > 0) return stated;
  const hidden = config.number("hidden_size");
  const heads = config.number("num_attention_heads");
  return hidden !== undefined && heads ? Math.floor(hidden / heads) : undefined;
}
