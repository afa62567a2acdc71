import type { PositionKind } from "./positionKind.ts";
import type { UnknownScheme } from "./positionScheme.ts";

/** Says that nothing was recognised; no vectors are made up. */
export const unknownScheme: PositionKind<UnknownScheme> = {
  kind: "unknown",
  label: () => "Position scheme not recognised",
  vectors: () => undefined,
};
