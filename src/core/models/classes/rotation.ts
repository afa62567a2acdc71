import type { JsonValue } from "../../json/jsonNode.ts";
import type { RotationFacts } from "./classFacts.ts";
import { asRecord, type ConfigObject, type ConfigValues } from "./configObject.ts";

/** Parameters of a rotation as transformers 5 standardises them. */
export interface Rotation {
  /** One set for every kind of layer that the keys name; `null` in one = that kind does not rotate. */
  readonly perLayerType: boolean;
  readonly parameters: ConfigValues;
}

/**
 * Joins the spellings of a rotation by the rule of the config's class: `rope_scaling` (transformers 4) with anything
 * in it replaces `rope_parameters` (5), keys beside the block fill what it lacks, class defaults the rest.
 * `undefined` where the class has no rotation of this kind, or the file states none for a type that is not known.
 * Source: transformers 5.23 `modeling_rope_utils.py` and the `convert_rope_params_to_dict` of the config classes.
 */
export function rotationOf(config: ConfigObject): Rotation | undefined {
  const facts = config.facts?.r;
  if (facts === undefined) return undefined;
  const joined = joinedBlock(config, facts);
  const labels = labelsIn(config, joined);
  if (labels.length === 0) {
    const parameters = renamedType(standardised(config, joined, "flat"), facts);
    return { perLayerType: false, parameters };
  }
  const entries = Object.entries(joined).map(([key, value]): [string, JsonValue] => {
    const block = asRecord(value);
    return [
      key,
      block !== undefined && labels.includes(key) ? standardised(config, block, "nested") : value,
    ];
  });
  return { perLayerType: true, parameters: Object.fromEntries(entries) };
}

type Block = Record<string, JsonValue>;

/** Kinds of layer whose names stand for sets of parameters in the block. */
export function labelsIn(config: ConfigObject, block: ConfigValues): readonly string[] {
  const types = config.get("layer_types");
  const kinds = new Set<unknown>(Array.isArray(types) ? types : []);
  for (const own of ["main", "compress"]) if (config.modelType === "deepseek_v4") kinds.add(own);
  return Object.keys(block).filter((key) => kinds.has(key));
}

function joinedBlock(config: ConfigObject, facts: RotationFacts): ConfigValues {
  const scaling = asRecord(config.values["rope_scaling"]);
  const counts = scaling !== undefined && Object.keys(scaling).length > 0 ? scaling : undefined;
  const stated = asRecord(config.values["rope_parameters"]);
  switch (facts.v) {
    case "none":
      return { ...(counts ?? stated ?? facts.n) };
    case "local":
    case "global":
    case "olmo3":
      return layeredBlock(config, facts, { scaling: counts, stated });
    default:
      return flatBlock(config, facts, counts ?? stated ?? facts.n ?? {});
  }
}

/** The usual rule, which some classes vary in names and defaults. */
function flatBlock(config: ConfigObject, facts: RotationFacts, block: ConfigValues): ConfigValues {
  const { values } = config;
  const isNeox = facts.v === "neox";
  const base = isNeox ? values["rotary_emb_base"] : scalarOf(config.get("rope_theta"));
  const part = isNeox ? values["rotary_pct"] : partStated(config, facts);
  const defaults: Block = {
    rope_theta: base ?? defaultBase(config, facts),
    ...withPart(facts.v === "phi3" ? (part ?? 1) : (part ?? facts.d)),
  };
  const statedBase: Block = typeof base === "number" ? { rope_theta: base } : {};
  const labels = labelsIn(config, block);
  if (labels.length > 0) {
    const entries = Object.entries(block).map(([key, value]): [string, JsonValue] => {
      const inner = asRecord(value);
      const filled = block === facts.n ? { ...inner, ...statedBase } : { ...defaults, ...inner };
      return [key, inner !== undefined && labels.includes(key) ? filled : value];
    });
    return Object.fromEntries(entries);
  }
  return { ...defaults, ...block };
}

function defaultBase(config: ConfigObject, facts: RotationFacts): JsonValue {
  return config.number("rope_theta") ?? (typeof facts.t === "number" ? facts.t : 10000);
}

/** Step 3.5 and others state a base per layer, which no block of this kind holds. */
function scalarOf(value: unknown): JsonValue | undefined {
  return typeof value === "number" || typeof value === "string" ? value : undefined;
}

/** MiniMax-M2 and others state the rotated dimensions in place of their part of a head. */
function partStated(config: ConfigObject, facts: RotationFacts): JsonValue | undefined {
  const part = config.get("partial_rotary_factor");
  if (typeof part === "number") return part;
  const dimensions = config.values["rotary_dim"];
  const headDim = config.number("head_dim");
  const isOwn = config.modelType === "minimax_m2" && facts.p === 1;
  if (isOwn && typeof dimensions === "number" && headDim) return dimensions / headDim;
  return undefined;
}

function withPart(part: JsonValue | undefined): Block {
  return part === undefined || part === null ? {} : { partial_rotary_factor: part };
}

/** Names that some classes rewrite on load. */
function renamedType(block: ConfigValues, { v }: RotationFacts): ConfigValues {
  const type = block["rope_type"];
  if (v === "phi3" && (type === "su" || type === "yarn"))
    return { ...block, rope_type: "longrope" };
  if (v === "mrope" && type === "mrope") return { ...block, rope_type: "default" };
  if (v === "xdrope" && type === "xdrope") return { ...block, rope_type: "dynamic" };
  return block;
}

interface Stated {
  readonly scaling: ConfigValues | undefined;
  readonly stated: ConfigValues | undefined;
}

function basesOf({ t }: RotationFacts): { readonly global?: number; readonly local?: number } {
  if (typeof t === "object") return t;
  return t === undefined ? {} : { global: t, local: t };
}

/** Names of the bases for full and for sliding attention. */
const baseNames: Readonly<Record<string, readonly [full: string, sliding: string]>> = {
  local: ["rope_theta", "rope_local_base_freq"],
  global: ["global_rope_theta", "local_rope_theta"],
  olmo3: ["rope_theta", "rope_theta"],
};

/** Gemma 3, ModernBERT and OLMo 3: one set for full attention and one for sliding attention. */
function layeredBlock(
  { values }: ConfigObject,
  facts: RotationFacts,
  { scaling, stated }: Stated,
): ConfigValues {
  const [fullName = "", slidingName = ""] = baseNames[facts.v ?? ""] ?? [];
  const bases = basesOf(facts);
  const full = asRecord(stated?.["full_attention"]) ?? { rope_type: "default" };
  const sliding = asRecord(stated?.["sliding_attention"]) ?? { rope_type: "default" };
  // In OLMo 3 the full layers take the stated base out, and the sliding ones then find the class default.
  const taken = facts.v === "olmo3" && !Object.hasOwn(full, "rope_theta");
  const base = (name: string, otherwise: number | undefined): JsonValue =>
    values[name] ?? otherwise ?? 10000;
  return {
    ...stated,
    full_attention: { rope_theta: base(fullName, bases.global), ...full, ...scaling },
    sliding_attention: {
      rope_theta: base(taken ? "" : slidingName, bases.local),
      ...sliding,
      ...(facts.v === "global" ? scaling : undefined),
    },
  };
}

/** Types whose formulas count from the length before the extension. */
const extended: ReadonlySet<unknown> = new Set(["llama3", "yarn", "longrope"]);

function standardised(
  config: ConfigObject,
  block: ConfigValues,
  kind: "flat" | "nested",
): ConfigValues {
  const name = ["rope_type", "type"].find((key) => Object.hasOwn(block, key));
  // A type of null stays one, which the class then refuses.
  const type = name === undefined ? "default" : (block[name] ?? null);
  const plain = config.facts?.r?.x;
  const result: Block = {
    rope_theta: null,
    ...block,
    rope_type: type === "default" && plain !== undefined ? plain : type,
  };
  return extended.has(type) ? { ...result, ...originalLength(config, result, kind) } : result;
}

function originalLength(config: ConfigObject, block: Block, kind: "flat" | "nested"): Block {
  const key = "original_max_position_embeddings";
  const beside = kind === "flat" ? config.number(key) : undefined;
  const isInside = Object.hasOwn(block, key);
  // A class that has the attribute (Phi-3) lets what the file says there win; for others the block comes first.
  const isOwn = config.facts !== undefined && Object.hasOwn(config.facts.d, key);
  const wins = isOwn && Object.hasOwn(config.values, key);
  if (beside !== undefined && (wins || !isInside)) return { [key]: beside };
  return isInside ? {} : { [key]: config.number("max_position_embeddings") ?? null };
}
