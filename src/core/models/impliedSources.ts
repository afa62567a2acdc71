import type { ModelSpec, Provenance } from "./modelSpec.ts";

/**
 * Sources of the facts that no literal states: the class that decides them, or the facts that they follow from.
 * Fields that have a source keep it. `configClass` is `undefined` for a model type that is not known.
 */
export function addImpliedSources(
  spec: ModelSpec,
  sources: Map<string, Provenance>,
  configClass: string | undefined,
): void {
  const ofClass: Provenance =
    configClass === undefined
      ? derived("keys of a rotation, a guess")
      : { kind: "class default", of: configClass };
  const implied: readonly Implied[] = [
    ["family", derived("model_type")],
    ...schemeSources(spec, sources, ofClass),
    ...lengthSources(spec, sources),
    ["windows", configClass === undefined ? derived("no key of a window") : ofClass],
  ];
  for (const [field, from] of implied) {
    if (from !== undefined && !sources.has(field)) sources.set(field, from);
  }
}

type Implied = readonly [field: string, from: Provenance | undefined];
type Sources = ReadonlyMap<string, Provenance>;

function schemeSources({ scheme }: ModelSpec, sources: Sources, ofClass: Provenance): Implied[] {
  if (scheme.kind !== "rope") return [["scheme", derived("model_type")]];
  return [
    ["scheme", ofClass],
    ["scheme.layout", ofClass],
    ["scheme.rotaryDim", derived("head_dim × partial_rotary_factor")],
    ["scheme.scaling", sources.get("scheme.scaling.type") ?? ofClass],
  ];
}

/** A trained length has its sentence; these are the numbers that it names. */
function lengthSources({ lengths }: ModelSpec, sources: Sources): Implied[] {
  const declared = sources.get("lengths.declared");
  const original = sources.get("scheme.scaling.originalLength");
  const { pretrained, extended } = lengths;
  const isDivided = pretrained !== lengths.declared && original === undefined;
  const first = isDivided ? derived("max_position_embeddings / factor") : (original ?? declared);
  return [
    ["lengths.pretrained", pretrained === undefined ? undefined : first],
    ["lengths.extended", extended === undefined ? undefined : declared],
  ];
}

function derived(from: string): Provenance {
  return { kind: "derived", from };
}
