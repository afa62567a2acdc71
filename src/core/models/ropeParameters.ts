import { asRecord, type ConfigObject, type ConfigValues } from "./classes/configObject.ts";
import { rotatedWidth } from "./classes/rotatedDims.ts";
import { rotationOf } from "./classes/rotation.ts";
import type { RopeScaling } from "../positions/scaling/ropeScaling.ts";
import { ConfigFields, numberKind, positiveKind } from "./configFields.ts";
import type { Provenance } from "./modelSpec.ts";
import { checkRopeBlock, checkRopeLabels } from "./ropeChecks.ts";
import { readRopeScaling } from "./ropeScalingReader.ts";

/** A rotation under one set of parameters. */
export interface RopeBlock {
  /** The kind of layer that it is for; "" = all. */
  readonly label: string;
  readonly base: number | undefined;
  /** Rotated dimensions of a head; `undefined` where the head's width is not known. */
  readonly rotaryDim: number | undefined;
  readonly scaling: RopeScaling;
  /** The block says that the weights were trained on with it (the YaRN authors' own key). */
  readonly finetuned: boolean;
}

export interface RopeReading {
  /** One for all layers, or one per kind of layer; kinds without one do not rotate. */
  readonly blocks: readonly RopeBlock[];
  /** Any key of a rotation was met. */
  readonly stated: boolean;
  /** "scheme.base" … → place in the file; of the block for full attention where there are several. */
  readonly provenance: ReadonlyMap<string, Provenance>;
}

/**
 * The rotation that a config states or its class has: the spellings are joined by `rotationOf`, and each number
 * that the file says keeps its place.
 */
export function readRope(
  config: ConfigFields,
  object: ConfigObject,
  maxPositions: number | undefined,
): RopeReading {
  const blockName = blockOf(config);
  const stated = blockName !== undefined || ropeKeys.some((name) => config.has(name));
  const rotation = rotationOf(object);
  const provenance = new Map<string, Provenance>();
  if (rotation === undefined) return { blocks: [], stated, provenance };
  const sets: readonly (readonly [string, unknown])[] = rotation.perLayerType
    ? Object.entries(rotation.parameters)
    : [["", rotation.parameters]];
  const blocks = sets.flatMap(([label, value]): RopeBlock[] => {
    const standard = asRecord(value);
    if (standard === undefined) return [];
    // The other kinds of layer have provenances of their own, which nobody asks for.
    const places =
      label === "" || label === "full_attention" ? provenance : new Map<string, Provenance>();
    const fields = blockFields(config, blockName, label);
    return [readBlock({ config, object, fields, standard, label, maxPositions, places })];
  });
  if (!rotation.perLayerType) checkRopeLabels(config, object, blockName);
  return { blocks, stated, provenance };
}

const ropeKeys = [
  "rope_theta",
  "rotary_emb_base",
  "global_rope_theta",
  "partial_rotary_factor",
  "rotary_pct",
  "rope_local_base_freq",
  "rotary_dim",
];

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

/** Members of the block in the file that are about this kind of layer. */
function blockFields(
  config: ConfigFields,
  blockName: string | undefined,
  label: string,
): ConfigFields {
  const node = blockName === undefined ? undefined : config.node(blockName);
  const block = new ConfigFields(node, config.problems, `${blockName ?? ""}.`);
  if (label === "") return block;
  if (block.has(label)) {
    return new ConfigFields(block.node(label), config.problems, `${blockName ?? ""}.${label}.`);
  }
  const isShared = blockName === "rope_scaling" && label === "full_attention";
  return isShared ? block : new ConfigFields(undefined, config.problems);
}

interface BlockSource {
  readonly config: ConfigFields;
  readonly object: ConfigObject;
  readonly fields: ConfigFields;
  /** The parameters after standardisation. */
  readonly standard: ConfigValues;
  readonly label: string;
  readonly maxPositions: number | undefined;
  readonly places: Map<string, Provenance>;
}

function readBlock(source: BlockSource): RopeBlock {
  const { config, object, fields, standard, label, maxPositions, places } = source;
  remember(source, "scheme.base", ["rope_theta", "rotary_emb_base", "global_rope_theta"]);
  remember(source, "scheme.rotaryDim", ["partial_rotary_factor", "rotary_pct"]);
  const { scaling } = readRopeScaling({
    fields,
    config,
    object,
    standard,
    maxPositions,
    provenance: places,
  });
  const rotaryDim = rotatedWidth(object, standard, label);
  checkRopeBlock({ fields, config, object, standard, rotaryDim, scaling });
  return {
    label,
    base: positiveKind.take(standard["rope_theta"]),
    rotaryDim,
    // With parameters per kind of layer, transformers looks truncate up where it is not, so it never counts.
    scaling: scaling.type === "yarn" && label !== "" ? { ...scaling, truncate: true } : scaling,
    finetuned: fields.node("finetuned")?.value === true,
  };
}

/** The place of the first of the names, in the block or beside it; a value of a wrong kind is reported. */
function remember(
  { config, fields, places }: BlockSource,
  field: string,
  names: readonly string[],
): void {
  const kind = field === "scheme.base" ? positiveKind : numberKind;
  const inside = fields.read(names, kind);
  const reading = inside.kind === "absent" ? config.read(names, kind) : inside;
  if (reading.kind === "value") places.set(field, reading.from);
}
