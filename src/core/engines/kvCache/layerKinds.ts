import type { JsonValue } from "../../json/jsonNode.ts";
import { asText, numberAt, textAt, valueAt, type JsonObject } from "../configValues.ts";

/** What a layer keeps of a text: every token, those of a window or chunk, or a state that does not grow. */
export type LayerKind = "full" | "sliding" | "chunked" | "state";

/**
 * The kind of each of `layers` layers, from the ways in which configs write them; `undefined` where the config says
 * nothing, so that all are alike. Layers beyond a list that is too short count as full.
 */
export function layerKinds(config: JsonObject, layers: number): readonly LayerKind[] | undefined {
  const named = listAt(config, "layer_types") ?? listAt(config, "layers_block_type");
  if (named !== undefined) return each(layers, (i) => kindOfName(asText(named[i])));
  const pattern = textAt(config, "hybrid_override_pattern");
  if (pattern !== undefined) return each(layers, (i) => (pattern[i] === "*" ? "full" : "state"));
  const flags = listAt(config, "attn_type_list");
  if (flags !== undefined) return each(layers, (i) => (flags[i] === 0 ? "state" : "full"));
  const chosen = listAt(config, "full_attn_idxs") ?? listAt(config, "attn_layer_indices");
  if (chosen !== undefined) return each(layers, (i) => (chosen.includes(i) ? "full" : "state"));
  const cycle = listAt(config, "block_types") ?? listAt(config, "_block_types");
  if (cycle !== undefined && cycle.length > 0) {
    return each(layers, (i) => kindOfName(asText(cycle[i % cycle.length])));
  }
  return periodicKinds(config, layers);
}

function periodicKinds(config: JsonObject, layers: number): readonly LayerKind[] | undefined {
  const interval = numberAt(config, "full_attention_interval");
  if (interval !== undefined && interval >= 1) {
    return each(layers, (i) => ((i + 1) % interval === 0 ? "full" : "state"));
  }
  const period = numberAt(config, "attn_layer_period");
  if (period !== undefined && period >= 1) {
    const offset = numberAt(config, "attn_layer_offset") ?? 0;
    return each(layers, (i) => (i % period === offset ? "full" : "state"));
  }
  return undefined;
}

function each(layers: number, kind: (layer: number) => LayerKind): readonly LayerKind[] {
  return Array.from({ length: layers }, (_, layer) => kind(layer));
}

function kindOfName(name: string | undefined): LayerKind {
  switch (name) {
    case "sliding_attention":
    case "local_attention":
    case "local":
      return "sliding";
    case "chunked_attention":
      return "chunked";
    case "linear_attention":
    case "mamba":
    case "mamba2":
    case "conv":
    case "recurrent":
    case "moe":
    case "mlp":
      return "state";
    default:
      return "full";
  }
}

function listAt(config: JsonObject, name: string): readonly JsonValue[] | undefined {
  const value = valueAt(config, name);
  return Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
}
