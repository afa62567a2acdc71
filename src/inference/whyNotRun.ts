import type { PositionScheme } from "../core/positions/positionScheme.ts";
import { schemeLabel } from "../core/positions/registry.ts";

/** Why attention of a scheme is not computed in this version, as the end of a sentence. */
export function whyNotRun(scheme: PositionScheme): string {
  if (scheme.kind === "unknown") return scheme.reason;
  return `${schemeLabel(scheme)} is known and not run in this version, RoPE is`;
}
