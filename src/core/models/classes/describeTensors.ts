import type { JsonValue } from "../../json/jsonNode.ts";
import type { AttentionRow, PositionRow } from "./classFacts.ts";
import type { ConfigObject } from "./configObject.ts";
import { attendingLayers, layerTypes } from "./describeLayers.ts";
import { rotatedPairs } from "./rotatedDims.ts";
import { rotationOf } from "./rotation.ts";

/** A part of a composite model: its key, where it sits, its config. */
export interface PartPlace {
  readonly key: string;
  readonly path: string;
  readonly part: ConfigObject;
}

/** Tensors of the first attention module, those that carry positions, and the learned tables among these. */
export function describeTensors(
  config: ConfigObject,
  place?: PartPlace,
): Record<string, JsonValue> {
  const attention = attentionOf(config, place);
  const result: Record<string, JsonValue> = { ...attention };
  const positions = place === undefined ? positionTensors(config) : partPositions(config, place);
  if (positions.length > 0 && place === undefined) result["position_tensors"] = positions;
  const tables = positionTables(place?.part ?? config, positions);
  if (tables.length > 0) result["position_tables"] = tables;
  return result;
}

interface Source {
  readonly rows: readonly AttentionRow[];
  /** Whose attributes the formulas name. */
  readonly config: ConfigObject;
}

/** The rows for a part: those of the composite where its type is the usual one, else those of the type itself. */
function sourceOf(config: ConfigObject, place: PartPlace | undefined): Source {
  if (place === undefined) return { rows: ownRows(config), config };
  const { key, path, part } = place;
  const usual = config.facts?.p?.[key]?.[0];
  return part.modelType === usual
    ? { rows: withoutStart(config.facts?.A, `${path}.`, "only those"), config }
    : { rows: withoutStart(part.facts?.A, part.facts?.b ?? "", "all"), config: part };
}

/** Rows of the model itself and not of its parts. */
function ownRows({ facts }: ConfigObject): readonly AttentionRow[] {
  const parts = Object.values(facts?.q ?? {});
  return (facts?.A ?? []).filter(([name]) => !parts.some((path) => name.startsWith(`${path}.`)));
}

/** Rows with their names from behind `start` on; those that have it, or all. */
function withoutStart(
  rows: readonly AttentionRow[] = [],
  start: string,
  which: "only those" | "all",
): readonly AttentionRow[] {
  return rows.flatMap(([name, tensors, headDim]): AttentionRow[] => {
    if (name.startsWith(start)) return [[name.slice(start.length), tensors, headDim]];
    return which === "all" ? [[name, tensors, headDim]] : [];
  });
}

function attentionOf(
  config: ConfigObject,
  place: PartPlace | undefined,
): Record<string, JsonValue> {
  const { rows, config: source } = sourceOf(config, place);
  const bare = isBare(config) ? (config.facts?.b ?? "") : "";
  const about = place?.part ?? config;
  const described = rows.map(([full, tensors, headDim]) => {
    const name = full.startsWith(bare) ? full.slice(bare.length) : full;
    return [stackOf(name), attentionRow(source, about, [name, tensors, headDim])] as const;
  });
  const [only] = described;
  if (only === undefined) return {};
  if (described.length === 1) return only[1];
  return { stacks: Object.fromEntries(described) };
}

/** The file holds the model without a head, so names lack what precedes them in a model with one. */
function isBare(config: ConfigObject): boolean {
  const stated = config.values["architectures"];
  const architecture = Array.isArray(stated) ? (stated[0] as unknown) : undefined;
  const base = config.facts?.c.replace(/Config$/, "Model");
  return typeof architecture === "string" && architecture === base;
}

function stackOf(name: string): string {
  return /^(.*?)\.(?:\d+|\{a\})(?:\.|$)/.exec(name)?.[1] ?? name;
}

function attentionRow(
  source: ConfigObject,
  about: ConfigObject,
  [name, tensors, headDim]: AttentionRow,
): Record<string, JsonValue> {
  const first = attendingLayers(about, layerTypes(about))?.[0] ?? 0;
  const module = name.replace("{a}", String(first));
  const shapes: Record<string, JsonValue> = {};
  for (const [tensor, dimensions, condition] of tensors) {
    if (condition !== undefined && !source.evaluate(condition)) continue;
    shapes[`${module}.${tensor}`] = shapeOf(source, dimensions);
  }
  const width = headDim === "" ? undefined : headWidths(source, about, headDim);
  const stated = about.number("head_dim");
  return {
    ...(width === undefined ? {} : { head_dim: width }),
    ...(typeof width === "number" && stated !== undefined && stated !== width
      ? { config_head_dim: stated }
      : {}),
    attention_tensors: shapes,
  };
}

/** One width, or one a layer where a wider head is stated for full attention (Gemma 4). */
function headWidths(
  source: ConfigObject,
  about: ConfigObject,
  formula: string,
): JsonValue | undefined {
  const width = source.evaluate(formula);
  if (typeof width !== "number") return undefined;
  const wide = about.number("global_head_dim");
  const types = layerTypes(about);
  if (wide === undefined || types === undefined) return width;
  return types.map((type) => (type === "full_attention" ? wide : width));
}

function shapeOf(config: ConfigObject, dimensions: string): JsonValue {
  return dimensions.split(",").map((formula): JsonValue => {
    const size = formula === "" ? undefined : config.evaluate(formula);
    return typeof size === "number" ? size : null;
  });
}

type PositionTensor = Record<string, JsonValue> & { readonly name: string };

/** The tensors of a model that carry positions. */
export function positionTensors(config: ConfigObject): readonly PositionTensor[] {
  const bare = isBare(config) ? (config.facts?.b ?? "") : "";
  return (config.facts?.T ?? []).map((row) => {
    const tensor = positionTensor(config, row);
    return tensor.name.startsWith(bare)
      ? { ...tensor, name: tensor.name.slice(bare.length) }
      : tensor;
  });
}

function partPositions(config: ConfigObject, { path }: PartPlace): readonly PositionTensor[] {
  return (config.facts?.T ?? []).flatMap((row) =>
    row[0].startsWith(`${path}.`)
      ? [{ ...positionTensor(config, row), name: row[0].slice(path.length + 1) }]
      : [],
  );
}

function positionTensor(
  config: ConfigObject,
  [name, dimensions, kind, count]: PositionRow,
): PositionTensor {
  const number = count === undefined ? undefined : config.evaluate(count);
  return {
    name,
    shape: frequencies(config, name) ?? shapeOf(config, dimensions),
    kind: kind.startsWith("b") ? "buffer" : "parameter",
    stored: !kind.endsWith("-"),
    ...(typeof number === "number" ? { count: number } : {}),
  };
}

/** As many frequencies as the parameters of the rotation ask for. */
function frequencies(config: ConfigObject, name: string): JsonValue | undefined {
  const label = /\brotary_emb\.(?:(\w+?)_)??(?:original_)?inv_freq$/.exec(name);
  if (label === null) return undefined;
  const owner = ownerOf(config, name);
  const rotation = rotationOf(owner);
  if (rotation === undefined) return undefined;
  const pairs = rotatedPairs(owner, rotation).get(label[1] ?? "");
  return pairs === undefined ? undefined : [pairs];
}

/** The part that a tensor belongs to. */
function ownerOf(config: ConfigObject, name: string): ConfigObject {
  for (const [key, path] of Object.entries(config.facts?.q ?? {})) {
    if (name.startsWith(`${path}.`)) return config.part(key) ?? config;
  }
  return config;
}

/** The row of position 0, where it is known. Tables of entities and of two axes are looked up in other ways. */
function firstRow(config: ConfigObject, name: string): number | undefined {
  const formula = config.facts?.z;
  if (formula === undefined || /entity|[xy]_position/.test(name)) return undefined;
  const row = config.evaluate(formula);
  if (typeof row !== "number") return undefined;
  // The decoder of ProphetNet counts from one row further than its encoder.
  return config.modelType === "prophetnet" && name.includes("decoder.") ? row + 1 : row;
}

const tableName =
  /(?:position_embeddings?|embed_positions(?:\.pe_k)?|wpe|pos_embed|positional_embedding\.(?:tile_)?embedding)\.weight$/;

function positionTables(config: ConfigObject, positions: readonly PositionTensor[]): JsonValue[] {
  return positions.flatMap((tensor): JsonValue[] => {
    const shape = tensor["shape"];
    if (!tableName.test(tensor.name) || !Array.isArray(shape) || shape.length !== 2) return [];
    if (tensor["kind"] !== "parameter") return [];
    const [rows = null, width = null] = shape as JsonValue[];
    const offset = firstRow(config, tensor.name);
    const frozen = config.facts?.u;
    return [
      {
        name: tensor.name,
        rows,
        width,
        trained: frozen === undefined || !tensor.name.includes(frozen),
        ...(typeof offset === "number" ? { offset } : {}),
      },
    ];
  });
}
