import type { PositionScheme } from "../positions/positionScheme.ts";
import type { ConfigObject } from "./classes/configObject.ts";
import { positionTensors } from "./classes/describeTensors.ts";

/**
 * The scheme of a class that is not decided by parameters of a rotation: tables, sinusoids, biases, none.
 * `undefined` where the class rotates by its parameters, or its scheme is not described here.
 */
export function classScheme(
  object: ConfigObject,
  maxPositions: number | undefined,
): PositionScheme | undefined {
  const name = object.facts?.s ?? "";
  const flagged = flaggedScheme(object);
  if (flagged !== undefined) return flagged;
  if (absent[name] !== undefined) return { kind: "unknown", reason: absent[name] };
  return makers[name]?.(object, maxPositions);
}

/** Families in which a switch decides between schemes. */
function flaggedScheme(object: ConfigObject): PositionScheme | undefined {
  const type = object.modelType;
  if (type === "falcon" && object.get("alibi") === true) return alibi("falcon", 8);
  if (object.get("position_embedding_type") === "alibi") {
    return { kind: "alibi", builder: "bloom", maxBias: 8, direction: "bidirectional" };
  }
  if (type === "esm" && object.get("position_embedding_type") !== "rotary")
    return learned(object, undefined);
  return rotatesNowhere(object) ? { kind: "unknown", reason: absent["none"] ?? "" } : undefined;
}

/** A class that could rotate, in a config in which no layer does. */
function rotatesNowhere(object: ConfigObject): boolean {
  const rotates = object.facts?.y;
  if (object.facts?.r === undefined || rotates === undefined) return false;
  const layers = Array.from({ length: object.layers() }, (_, layer) => layer);
  return layers.length > 0 && layers.every((layer) => !object.evaluate(rotates, layer));
}

/** Types that have no positions of their own, in words. */
const absent: Readonly<Record<string, string>> = {
  ssm: "this type has no positions: its recurrence reads tokens one after the other, and that is their order",
  none: "this type has no positions: its attention is told nothing about places, other layers carry the order",
  conv_pos:
    "positions come from a convolution over neighbouring frames, which has no table and no limit",
  rope_2d: "this part sees pictures: its rotation counts rows and columns of patches, not tokens",
  sinusoidal_2d:
    "this part sees pictures: its sinusoids count rows and columns of patches, not tokens",
  relpos_2d:
    "this part sees pictures: its bias depends on distances in rows and columns of patches",
};

type Maker = (object: ConfigObject, maxPositions: number | undefined) => PositionScheme | undefined;

const makers: Readonly<Record<string, Maker>> = {
  learned_absolute: learned,
  learned_absolute_offset: learned,
  sinusoidal,
  rope: fixedRope,
  rotary_partial: fixedRope,
  alibi: (object) => {
    const block = object.get("attn_config.alibi_bias_max");
    const isMpt = object.modelType === "mpt";
    return alibi(isMpt ? "mpt" : "bloom", isMpt && typeof block === "number" ? block : 8);
  },
  t5_bias: (object) => ({
    kind: "t5",
    buckets: object.number("relative_attention_num_buckets") ?? 32,
    maxDistance: object.number("relative_attention_max_distance") ?? 128,
    direction: object.get("is_decoder") === true ? "causal" : "bidirectional",
  }),
  axial: (object) => {
    const shape = numbers(object.get("axial_pos_shape"));
    const widths = numbers(object.get("axial_pos_embds_dim"));
    return shape === undefined || widths === undefined
      ? undefined
      : { kind: "axial", shape, widths };
  },
  deberta_disentangled: deberta,
  transformer_xl: (object) => ({
    kind: "transformerXl",
    width: object.number("hidden_size") ?? 0,
    clamp: Math.max(0, object.number("clamp_len") ?? 0),
  }),
};

function alibi(builder: "bloom" | "falcon" | "mpt", maxBias: number): PositionScheme {
  return { kind: "alibi", builder, maxBias, direction: "causal" };
}

/** The table as the class makes it; the decoder's where there are two, since it reads the text. */
function learned(
  object: ConfigObject,
  maxPositions: number | undefined,
): PositionScheme | undefined {
  const tables = positionTensors(object).filter(({ name }) => tableName.test(name));
  const table = tables.find(({ name }) => name.includes("decoder")) ?? tables[0];
  const shape = numbers(table?.["shape"]);
  const first = object.facts?.z === undefined ? 0 : object.evaluate(object.facts.z);
  const firstRow = typeof first === "number" ? first : 0;
  const [rows, width] = shape ?? [maxPositions, object.number("hidden_size")];
  if (rows === undefined || width === undefined) return undefined;
  const past = object.modelType === "prophetnet" ? "lastRow" : "fails";
  return { kind: "learned", rows, width, firstRow, past };
}

const tableName = /(?:position_embeddings?|embed_positions|wpe|positions_embed)\.weight$/;

/** Layouts differ by family, and no key tells them. */
function sinusoidal(object: ConfigObject): PositionScheme | undefined {
  const width = object.number("hidden_size");
  if (width === undefined) return undefined;
  const type = object.modelType;
  const spaced = tensor2tensor.has(type);
  const padded = fromPadding.has(type);
  const pad = object.number("pad_token_id") ?? 1;
  return {
    kind: "sinusoidal",
    width,
    layout: type.startsWith("musicgen") ? "cosSin" : type === "speecht5" ? "interleaved" : "sinCos",
    spacing: spaced ? "tensor2tensor" : "transformer",
    base: 10000,
    firstRow: padded ? pad + 1 : 0,
    zeroRow: padded ? pad : null,
  };
}

const tensor2tensor: ReadonlySet<string> = new Set([
  "m2m_100",
  "nllb-moe",
  "xglm",
  "kosmos_2_text_model",
  "kosmos_2_5_text_model",
  "speech_to_text",
  "fsmt",
  "musicgen_decoder",
  "musicgen_melody_decoder",
  "tipsv2_text_model",
]);

/** Their rows count from behind the padding index. */
const fromPadding: ReadonlySet<string> = new Set([
  "fsmt",
  "m2m_100",
  "xglm",
  "nllb-moe",
  "kosmos_2_text_model",
  "kosmos_2_5_text_model",
  "speech_to_text",
]);

/** GPT-J, CodeGen and RoFormer rotate by numbers of their own, outside the usual parameters. */
function fixedRope(
  object: ConfigObject,
  maxPositions: number | undefined,
): PositionScheme | undefined {
  if (object.facts?.r !== undefined) return undefined;
  const hidden = object.number("hidden_size");
  const heads = object.number("num_attention_heads");
  const headDim = object.number("head_dim") ?? (hidden && heads ? Math.floor(hidden / heads) : 0);
  const rotaryDim = object.number("rotary_dim") ?? headDim;
  if (rotaryDim === 0) return undefined;
  return {
    kind: "rope",
    base: 10000,
    rotaryDim,
    layout: object.facts?.i === 1 ? "interleaved" : "half",
    scaling: { type: "default" },
    maxPositions,
  };
}

function deberta(object: ConfigObject): PositionScheme | undefined {
  if (object.get("relative_attention") !== true) return learned(object, undefined);
  const relative = object.number("max_relative_positions") ?? -1;
  const longest = object.number("max_position_embeddings") ?? 512;
  return {
    kind: "deberta",
    buckets: Math.max(0, object.number("position_buckets") ?? 0),
    maxRelative: relative > 0 ? relative : longest,
  };
}

function numbers(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number")
    ? value
    : undefined;
}
