import type { ModelSpec } from "../../models/modelSpec.ts";
import { numberAt, valueAt, type JsonObject } from "../configValues.ts";

/** The window in the config, or of its class; `undefined` where there is none or it is switched off. */
export function windowOf(config: JsonObject, spec: ModelSpec | undefined): number | undefined {
  if (valueAt(config, "use_sliding_window") === false) return undefined;
  if (valueAt(config, "sliding_window") !== undefined) return numberAt(config, "sliding_window");
  const windows = (spec?.windows ?? []).filter((window) => window !== null);
  return windows.length === 0 ? undefined : Math.min(...windows);
}
