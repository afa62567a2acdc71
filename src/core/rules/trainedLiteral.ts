import type { ConfigReading } from "../models/configReading.ts";
import type { Provenance } from "../models/modelSpec.ts";

/** Where the trained length stands in the config's text. */
export type TrainedLiteral = Extract<Provenance, { readonly kind: "file" }>;

/**
 * The literal that gives the trained length, followed through the provenance of the lengths;
 * `undefined` where it is a class default or derived.
 */
export function trainedLiteral({ spec, provenance }: ConfigReading): TrainedLiteral | undefined {
  const { trained, ...others } = spec.lengths;
  if (trained === undefined) return undefined;
  const fields = ["trained", "extended", "pretrained", "declared"] as const;
  for (const field of fields) {
    const from = provenance.get(`lengths.${field}`);
    const isSame = field === "trained" || others[field] === trained;
    if (isSame && from?.kind === "file") return from;
  }
  return undefined;
}
