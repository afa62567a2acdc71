import type { ConfigReading } from "../models/configReading.ts";
import type { ModelSpec, Provenance } from "../models/modelSpec.ts";

/** Where the trained length stands in the config's text. */
export type TrainedLiteral = Extract<Provenance, { readonly kind: "file" }>;

/**
 * The literal that gives the trained length: the declared one where they are the same, else the original length
 * of a scaling. `undefined` where it is a class default or computed (a declared length divided by a factor).
 */
export function trainedLiteral({ spec, provenance }: ConfigReading): TrainedLiteral | undefined {
  for (const [field, value] of candidates(spec)) {
    const from = provenance.get(field);
    if (value === spec.lengths.trained && from?.kind === "file") return from;
  }
  return undefined;
}

function candidates(
  spec: ModelSpec,
): readonly (readonly [field: string, value: number | undefined])[] {
  const scaling = spec.scheme.kind === "rope" ? spec.scheme.scaling : undefined;
  const original =
    scaling !== undefined && "originalLength" in scaling ? scaling.originalLength : undefined;
  return [
    ["lengths.declared", spec.lengths.declared],
    ["scheme.scaling.originalLength", original],
  ];
}
