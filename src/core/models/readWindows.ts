import { layerTypes } from "./classes/describeLayers.ts";
import type { ConfigObject } from "./classes/configObject.ts";
import { textsKind, wholeKind, type ConfigFields } from "./configFields.ts";
import type { ModelSpec } from "./modelSpec.ts";
import type { SpecFields } from "./specFields.ts";

/**
 * Which layers see a window only: those that the class or the file calls sliding, or all where a window is stated
 * and the class has no kinds of layer.
 */
export function readWindows(
  fields: ConfigFields,
  spec: SpecFields,
  object: ConfigObject,
): ModelSpec["windows"] {
  if (spec.type !== undefined && !hasWindows(object)) return [null];
  const window = windowSize(fields, spec, object);
  checkLayerTypes(fields, object);
  const types = layerTypes(object);
  return types === undefined ? [window] : byType(types, window);
}

const windowKind = wholeKind(0, Number.MAX_SAFE_INTEGER);

function hasWindows({ facts }: ConfigObject): boolean {
  return [facts?.d, facts?.o].some((table) => table !== undefined && "sliding_window" in table);
}

/** The window in tokens; a null in the file is an answer (0 is written for it too), an absent key the class default. */
function windowSize(fields: ConfigFields, spec: SpecFields, object: ConfigObject): number | null {
  const reading = fields.read(["sliding_window"], windowKind);
  const isStated = reading.kind === "value" || reading.kind === "null";
  const own = object.facts?.d["sliding_window"];
  const effective = reading.kind === "invalid" ? own : object.get("sliding_window");
  const window = windowKind.take(effective) ?? 0;
  if (isStated) spec.provenance.set("windows", reading.from);
  else spec.settle("windows", { kind: "absent" }, window);
  if (window === 0) return null;
  return object.facts?.w === "plus" ? window + 1 : window;
}

const sliding: ReadonlySet<unknown> = new Set(["sliding_attention", "hybrid_sliding"]);

/** transformers demands one entry a layer. */
function checkLayerTypes(fields: ConfigFields, object: ConfigObject): void {
  const types = fields.value("layer_types", textsKind);
  const layers = object.layers();
  if (types === undefined || types.length === layers) return;
  const message = `layer_types has ${types.length} entries, the model has ${layers} layers; it is passed over`;
  fields.report("bad-value", message, "layer_types");
}

/** One entry where all layers agree. */
function byType(types: readonly unknown[], window: number | null): ModelSpec["windows"] {
  const windows = types.map((type) => (sliding.has(type) ? window : null));
  const [first = null] = windows;
  return windows.every((entry) => entry === first) ? [first] : windows;
}
