import type { ConfigReading } from "../models/configReading.ts";
import type { ModelSpec } from "../models/modelSpec.ts";
import { schemeLabel } from "../positions/registry.ts";
import { numberText } from "../text/numberText.ts";

/** The line above a config: "RoPE · yarn ×4 · trained 32,768 → 131,072". */
export function lensTitle({ spec }: ConfigReading): string {
  return `${schemeLabel(spec.scheme)} · ${lengthText(spec)}`;
}

/** What the weights know, and behind an arrow what the config reaches for beyond it. */
function lengthText(spec: ModelSpec): string {
  const { trained, declared } = spec.lengths;
  if (trained === undefined || trained <= 0) {
    return declared === undefined ? "length not stated" : `declared ${numberText(declared)}`;
  }
  const reach = Math.max(declared ?? 0, scaledReach(spec));
  const arrow = reach > trained ? ` → ${numberText(reach)}` : "";
  return `trained ${numberText(trained)}${arrow}`;
}

/** f · L₀ of a yarn block, which a config may leave out of its declared length (Peng et al. 2023). */
function scaledReach({ scheme }: ModelSpec): number {
  if (scheme.kind !== "rope" || scheme.scaling.type !== "yarn") return 0;
  const reach = scheme.scaling.factor * scheme.scaling.originalLength;
  return Number.isFinite(reach) ? Math.floor(reach) : 0;
}
