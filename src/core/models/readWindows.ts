import { LAYER_LIMIT } from "../bytes/limits.ts";
import type { JsonValue } from "../json/jsonNode.ts";
import { switchKind, textsKind, wholeKind, type ConfigFields } from "./configFields.ts";
import type { ModelSpec } from "./modelSpec.ts";
import type { SpecFields } from "./specFields.ts";

export interface WindowReading {
  /** As in ModelSpec: one entry, or one per layer. */
  readonly windows: ModelSpec["windows"];
  /** What the class makes of it, under the names of the goldens. */
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

/** Which layers see a window only, by the rule of the type's class. */
export function readWindows(fields: ConfigFields, spec: SpecFields, layers: number): WindowReading {
  switch (spec.type?.windowRule ?? "all-layers") {
    case "none":
      return { windows: [null], attributes: {} };
    case "all-layers":
      return windowsOfAll(fields, spec, layers);
    case "switched":
      return switchedWindows(fields, spec, layers);
  }
}

const windowKind = wholeKind(0, Number.MAX_SAFE_INTEGER);

/** The window in tokens; a null in the file is an answer (0 is written for it too), an absent key the class default. */
function windowSize(fields: ConfigFields, spec: SpecFields): number | null {
  const reading = fields.read(["sliding_window"], windowKind);
  if (reading.kind === "null") {
    spec.provenance.set("windows", reading.from);
    return null;
  }
  const window = spec.settle<number | null>("windows", reading, spec.type?.slidingWindow ?? null);
  return window === 0 ? null : window;
}

function windowsOfAll(fields: ConfigFields, spec: SpecFields, layers: number): WindowReading {
  const window = windowSize(fields, spec);
  const stated = layerTypes(fields, layers);
  const attributes = {
    ...(window === null ? {} : { sliding_window: window }),
    ...(stated === undefined ? {} : { layer_types: stated }),
  };
  return { windows: stated === undefined ? [window] : byType(stated, window), attributes };
}

function switchedWindows(fields: ConfigFields, spec: SpecFields, layers: number): WindowReading {
  const isOn = fields.value("use_sliding_window", switchKind) ?? false;
  const size = windowSize(fields, spec);
  const window = isOn ? size : null;
  const first =
    fields.value("max_window_layers", wholeKind(0, LAYER_LIMIT)) ?? spec.type?.maxWindowLayers ?? 0;
  const types =
    layerTypes(fields, layers) ??
    Array.from({ length: Math.min(layers, LAYER_LIMIT) }, (_, layer) =>
      window !== null && layer >= first ? sliding : "full_attention",
    );
  return {
    windows: byType(types, window),
    attributes: {
      layer_types: types,
      ...(window === null ? {} : { sliding_window: window }),
      use_sliding_window: isOn,
      max_window_layers: first,
    },
  };
}

const sliding = "sliding_attention";

/** The stated list where it has one entry a layer, as transformers demands. */
function layerTypes(fields: ConfigFields, layers: number): readonly string[] | undefined {
  const types = fields.value("layer_types", textsKind);
  if (types === undefined || types.length === layers) return types;
  const message = `layer_types has ${types.length} entries, the model has ${layers} layers; it is passed over`;
  fields.report("bad-value", message, "layer_types");
  return undefined;
}

/** One entry where all layers agree. */
function byType(types: readonly string[], window: number | null): ModelSpec["windows"] {
  const windows = types.map((type) => (type === sliding ? window : null));
  const [first = null] = windows;
  return windows.every((entry) => entry === first) ? [first] : windows;
}
