import { toJsonValue, type JsonValue } from "../json/jsonNode.ts";
import type { RopeScaling } from "../positions/scaling/ropeScaling.ts";
import type { numberKind } from "./configFields.ts";
import { ConfigFields, positiveKind, type FieldReading } from "./configFields.ts";
import type { Provenance } from "./modelSpec.ts";
import { readRopeScaling } from "./ropeScalingReader.ts";

/** A rotation as a config states it, after the rules by which transformers 5 joins its spellings. */
export interface RopeReading {
  readonly base: number | undefined;
  readonly partialRotaryFactor: number | undefined;
  readonly scaling: RopeScaling;
  /** Any key of a rotation was met. */
  readonly stated: boolean;
  /** The block says that the weights were trained on with it (the YaRN authors' own key). */
  readonly finetuned: boolean;
  /** Parameters as the reference standardises them; `null` where they differ by kind of layer. */
  readonly parameters: Readonly<Record<string, JsonValue>> | null;
  /** "scheme.base" … → place in the file. */
  readonly provenance: ReadonlyMap<string, Provenance>;
}

/**
 * Joins `rope_parameters` (transformers 5), `rope_scaling` (4) and the keys beside them. A `rope_scaling` with
 * anything in it replaces `rope_parameters`; keys beside the block fill what it lacks.
 * Source: transformers 5.23 `modeling_rope_utils.py` (standardisation) and `configuration_utils.py`.
 */
export function readRope(config: ConfigFields, maxPositions: number | undefined): RopeReading {
  const blockName = blockOf(config);
  const block = blockName === undefined ? undefined : config.node(blockName);
  const fields = new ConfigFields(block, config.problems, `${blockName ?? ""}.`);
  const provenance = new Map<string, Provenance>();
  const remember = <T>(field: string, reading: FieldReading<T>): T | undefined => {
    if (reading.kind !== "value") return undefined;
    provenance.set(field, reading.from);
    return reading.value;
  };
  const stated = block !== undefined || ropeKeys.some((name) => config.has(name));
  if (isPerLayerType(fields)) {
    const scaling: RopeScaling = { type: "unknown", name: "one block per kind of layer" };
    const common = { base: undefined, partialRotaryFactor: undefined, finetuned: false };
    return { ...common, scaling, stated, parameters: null, provenance };
  }
  const base = remember("scheme.base", firstOf(fields, config, baseKeys, positiveKind));
  const partial = firstOf(fields, config, partialKeys, positiveKind);
  const { scaling, type } = readRopeScaling({ fields, config, maxPositions, provenance });
  return {
    base,
    partialRotaryFactor: remember("scheme.rotaryDim", partial),
    scaling,
    stated,
    finetuned: fields.node("finetuned")?.value === true,
    parameters: {
      ...(block === undefined ? {} : asRecord(toJsonValue(block))),
      ...(base === undefined ? {} : { rope_theta: base }),
      ...(partial.kind === "value" ? { partial_rotary_factor: partial.value } : {}),
      ...("originalLength" in scaling
        ? { original_max_position_embeddings: scaling.originalLength }
        : {}),
      rope_type: type,
    },
    provenance,
  };
}

const baseKeys = ["rope_theta", "rotary_emb_base"];
const partialKeys = ["partial_rotary_factor", "rotary_pct"];
const ropeKeys = [...baseKeys, ...partialKeys, "rope_local_base_freq", "rotary_dim"];

/** The block that counts, by name. One of a wrong kind is reported and passed over. */
function blockOf(config: ConfigFields): string | undefined {
  return ["rope_scaling", "rope_parameters"].find((name) => {
    const node = config.node(name);
    if (node === undefined || node.type === "null") return false;
    if (node.type === "object") return (node.children ?? []).length > 0;
    config.read([name], { wanted: "an object or null", take: () => undefined });
    return false;
  });
}

/** What the block says, else what stands beside it. */
function firstOf(
  fields: ConfigFields,
  config: ConfigFields,
  names: readonly string[],
  kind: typeof numberKind,
): FieldReading<number> {
  const inside = fields.read(names, kind);
  return inside.kind === "absent" ? config.read(names, kind) : inside;
}

/** transformers takes a block as one per kind of layer when all of its keys are names of kinds. */
function isPerLayerType(fields: ConfigFields): boolean {
  const { names } = fields;
  return names.length > 0 && names.every((name) => layerKinds.has(name));
}

const layerKinds: ReadonlySet<string> = new Set([
  "full_attention",
  "sliding_attention",
  "chunked_attention",
  "linear_attention",
  "window_attention",
  "main",
  "compress",
]);

function asRecord(value: JsonValue): Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue>>)
    : {};
}
