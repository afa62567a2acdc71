import type { JsonValue } from "../../json/jsonNode.ts";
import type { ConfigObject } from "./configObject.ts";

/** Kinds of layer that attend to nothing. */
const withoutAttention: ReadonlySet<unknown> = new Set([
  "linear_attention",
  "mamba",
  "conv",
  "recurrent",
  "moe",
  "mlp",
]);

/** Which layers attend, rotate, and see a window only. */
export function describeLayers(config: ConfigObject): Record<string, JsonValue> {
  const types = layerTypes(config);
  const attending = attendingLayers(config, types);
  const result: Record<string, JsonValue> = {};
  if (attending !== undefined && attending.length > 0 && attending.length < config.layers()) {
    result["attention_layers_found"] = attending;
  }
  const windows = windowPerLayer(config, types);
  if (windows !== undefined) result["window_per_layer"] = windows;
  if (config.facts?.r !== undefined || config.facts?.y !== undefined) {
    const rotating = rotatingLayers(config, attending);
    if (rotating !== undefined) result["rotating_layers"] = rotating;
  }
  return result;
}

/** Kinds of layer where the config or its class lists them, one a layer. */
export function layerTypes(config: ConfigObject): readonly unknown[] | undefined {
  const types = config.get("layer_types") ?? config.get("layers_block_type");
  return Array.isArray(types) && types.length === config.layers() ? types : undefined;
}

/** Layers that attend; `undefined` = all. */
export function attendingLayers(
  config: ConfigObject,
  types: readonly unknown[] | undefined,
): readonly number[] | undefined {
  const crossing = config.get("cross_attention_layers");
  if (Array.isArray(crossing)) {
    return Array.from({ length: config.layers() }, (_, layer) => layer).filter(
      (layer) => !crossing.includes(layer),
    );
  }
  if (types === undefined) return undefined;
  return types.flatMap((type, layer) => (withoutAttention.has(type) ? [] : [layer]));
}

function rotatingLayers(
  config: ConfigObject,
  attending: readonly number[] | undefined,
): JsonValue | undefined {
  const condition = config.facts?.y;
  const layers = Array.from({ length: config.layers() }, (_, layer) => layer);
  if (layers.length === 0) return undefined;
  const rotating = layers.filter(
    (layer) =>
      (attending?.includes(layer) ?? true) &&
      (condition === undefined || Boolean(config.evaluate(condition, layer))),
  );
  return rotating.length === layers.length ? "all" : rotating;
}

/** The window of each layer, for classes whose attention modules hold one. */
function windowPerLayer(
  config: ConfigObject,
  types: readonly unknown[] | undefined,
): (number | null)[] | undefined {
  const rule = config.facts?.w;
  if (rule === undefined || (types === undefined && rule !== "all")) return undefined;
  const window = config.number("sliding_window");
  const size = window === undefined ? null : rule === "plus" ? window + 1 : window;
  return Array.from({ length: config.layers() }, (_, layer) => {
    const type = types?.[layer];
    if (withoutAttention.has(type)) return null;
    return rule === "all" || slidingKinds.has(type) ? size : null;
  });
}

const slidingKinds: ReadonlySet<unknown> = new Set(["sliding_attention", "hybrid_sliding"]);
