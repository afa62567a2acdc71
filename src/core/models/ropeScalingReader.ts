import { shownText } from "../bytes/shownText.ts";
import type { ConfigObject, ConfigValues } from "./classes/configObject.ts";
import type { RopeScaling } from "../positions/scaling/ropeScaling.ts";
import {
  numberKind,
  numbersKind,
  switchKind,
  textKind,
  type ConfigFields,
  type FieldKind,
  type FieldReading,
} from "./configFields.ts";
import type { Provenance } from "./modelSpec.ts";

export interface ScalingSource {
  /** Members of the block. */
  readonly fields: ConfigFields;
  /** Members beside it. */
  readonly config: ConfigFields;
  readonly object: ConfigObject;
  /** The parameters after standardisation; the class's where the file says nothing. */
  readonly standard: ConfigValues;
  readonly maxPositions: number | undefined;
  /** Filled here: "scheme.scaling.factor" … → place. */
  readonly provenance: Map<string, Provenance>;
}

/**
 * The scaling of a block, and its type under the name that transformers gives it. A block that lacks a key which
 * its type requires is `unknown`: the reference refuses to load it. Numbers are taken as written, however odd:
 * what cannot be computed with, the formulas refuse.
 */
export function readRopeScaling(source: ScalingSource): {
  readonly scaling: RopeScaling;
  readonly type: string;
} {
  firstValue(source, "scheme.scaling.type", ["rope_type", "type"], textKind);
  const named = source.standard["rope_type"];
  const stated = typeof named === "string" ? named : "null";
  const type = aliases.get(stated) ?? stated;
  const read = readers.get(type);
  if (read === undefined || type !== stated) {
    const known = [...readers.keys()].join(", ");
    const taken = type === stated ? "" : `; engines that know it take it for ${type}`;
    const message = `rope_type ${shownText(stated)} is not one that this class knows in transformers 5 (${known})${taken}`;
    source.fields.report("unknown-rope-type", message, typeKey(source));
  }
  if (read === undefined) return { scaling: { type: "unknown", name: type }, type };
  const scaling = read(source) ?? { type: "unknown" as const, name: type };
  checkFactor(source, scaling);
  return { scaling, type };
}

type Reader = (source: ScalingSource) => RopeScaling | undefined;

/** Names that transformers 5 refuses outside the classes that rewrite them. vLLM takes "su" for longrope in every family; "mrope" adds sections to the default. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["su", "longrope"],
  ["mrope", "default"],
]);

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["default", () => ({ type: "default" })],
  ["linear", (source) => withFactor(source, (factor) => ({ type: "linear", factor }))],
  ["dynamic", (source) => withFactor(source, (factor) => ({ type: "dynamic", factor }))],
  ["yarn", readYarn],
  ["longrope", readLongrope],
  ["llama3", readLlama3],
  ["proportional", readProportional],
  // Rotations of pictures: two axes, each with the plain frequencies.
  ["axial", () => ({ type: "default" })],
]);

function typeKey({ fields }: ScalingSource): string {
  return fields.has("rope_type") ? "rope_type" : "type";
}

function readProportional(source: ScalingSource): RopeScaling {
  return {
    type: "proportional",
    fraction: optional(source, "partial_rotary_factor", numberKind) ?? 1,
    factor: optional(source, "factor", numberKind) ?? 1,
  };
}

function withFactor(
  source: ScalingSource,
  make: (factor: number) => RopeScaling,
): RopeScaling | undefined {
  const factor = required(source, "factor", numberKind);
  return factor === undefined ? undefined : make(factor);
}

function readYarn(source: ScalingSource): RopeScaling | undefined {
  const originalLength = readOriginalLength(source);
  const factor = yarnFactor(source, originalLength);
  if (factor === undefined || originalLength === undefined) return undefined;
  const betaFast = optional(source, "beta_fast", numberKind) ?? 32;
  const betaSlow = optional(source, "beta_slow", numberKind) ?? 1;
  if (betaFast < betaSlow) {
    const message = `beta_fast ${betaFast} is below beta_slow ${betaSlow}; the ramp then falls`;
    source.fields.report("bad-value", message, "beta_fast");
  }
  return {
    type: "yarn",
    factor,
    originalLength,
    attentionFactor: optional(source, "attention_factor", numberKind),
    betaFast,
    betaSlow,
    mscale: optional(source, "mscale", numberKind),
    mscaleAllDim: optional(source, "mscale_all_dim", numberKind),
    truncate: optional(source, "truncate", switchKind) ?? true,
  };
}

/** A factor of null asks for max_position_embeddings / original length. */
function yarnFactor(source: ScalingSource, originalLength: number | undefined): number | undefined {
  const { fields, maxPositions } = source;
  if (fields.node("factor")?.type !== "null") return required(source, "factor", numberKind);
  if (maxPositions === undefined || !originalLength) return undefined;
  source.provenance.set("scheme.scaling.factor", {
    kind: "derived",
    from: "max_position_embeddings / original_max_position_embeddings",
  });
  return maxPositions / originalLength;
}

function readLongrope(source: ScalingSource): RopeScaling | undefined {
  const originalLength = readOriginalLength(source);
  const shortFactor = required(source, "short_factor", numbersKind);
  const longFactor = required(source, "long_factor", numbersKind);
  if (originalLength === undefined || !shortFactor || !longFactor) return undefined;
  return {
    type: "longrope",
    factor: optional(source, "factor", numberKind),
    originalLength,
    attentionFactor: optional(source, "attention_factor", numberKind),
    shortFactor,
    longFactor,
  };
}

function readLlama3(source: ScalingSource): RopeScaling | undefined {
  const factor = required(source, "factor", numberKind);
  const lowFreqFactor = required(source, "low_freq_factor", numberKind);
  const highFreqFactor = required(source, "high_freq_factor", numberKind);
  const originalLength = readOriginalLength(source);
  if (factor === undefined || originalLength === undefined) return undefined;
  if (lowFreqFactor === undefined || highFreqFactor === undefined) return undefined;
  if (highFreqFactor <= lowFreqFactor) {
    const message = `high_freq_factor ${highFreqFactor} is not above low_freq_factor ${lowFreqFactor}`;
    source.fields.report("bad-value", message, "high_freq_factor");
  }
  return { type: "llama3", factor, originalLength, lowFreqFactor, highFreqFactor };
}

/** As `rotationOf` settles it: in the block, beside it, or max_position_embeddings. */
function readOriginalLength(source: ScalingSource): number | undefined {
  const name = "original_max_position_embeddings";
  const { fields, config, maxPositions, provenance, standard } = source;
  const field = "scheme.scaling.originalLength";
  const value = numberKind.take(standard[name]) ?? maxPositions;
  for (const reading of [fields.read([name], numberKind), config.read([name], numberKind)]) {
    if (reading.kind !== "value" || reading.value !== value) continue;
    if (!provenance.has(field)) provenance.set(field, reading.from);
    if (reading.value > 0) continue;
    fields.report("bad-value", `${name} is ${reading.value}, a length is above 0`, name);
  }
  if (value !== undefined && !provenance.has(field)) {
    provenance.set(field, { kind: "derived", from: "max_position_embeddings" });
  }
  return value;
}

function required<T>(source: ScalingSource, name: string, kind: FieldKind<T>): T | undefined {
  const value = optional(source, name, kind);
  if (value === undefined && !source.fields.has(name)) {
    const message = `the block of this rope_type has no ${name}, which it requires`;
    source.fields.report("missing-key", message, typeKey(source));
  } else if (value === undefined && source.fields.node(name)?.type === "null") {
    source.fields.report("bad-value", `${name} is null; it must be ${kind.wanted}`, name);
  }
  return value;
}

function optional<T>(source: ScalingSource, name: string, kind: FieldKind<T>): T | undefined {
  return firstValue(source, `scheme.scaling.${camelCase(name)}`, [name], kind);
}

function firstValue<T>(
  { fields, provenance, standard, object }: ScalingSource,
  field: string,
  names: readonly string[],
  kind: FieldKind<T>,
): T | undefined {
  for (const name of names) {
    const reading: FieldReading<T> = fields.read([name], kind);
    if (reading.kind === "absent") {
      const value = Object.hasOwn(standard, name) ? kind.take(standard[name]) : undefined;
      if (value === undefined) continue;
      const { facts } = object;
      if (facts !== undefined && facts.c !== "") {
        provenance.set(field, { kind: "class default", of: facts.c });
      }
      return value;
    }
    if (reading.kind !== "value") continue;
    provenance.set(field, reading.from);
    return reading.value;
  }
  return undefined;
}

function checkFactor({ fields }: ScalingSource, scaling: RopeScaling): void {
  if (!("factor" in scaling) || scaling.factor === undefined || scaling.factor >= 1) return;
  fields.report(
    "bad-value",
    `factor is ${scaling.factor}, transformers asks for 1 or more`,
    "factor",
  );
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
