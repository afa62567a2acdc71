import { EXPERT_LIMIT } from "../../bytes/limits.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import type { Arrangement, TensorInfo, TensorTable } from "../../formats/tensorTable.ts";
import type { Parsed } from "../../problem.ts";
import type { HubChange } from "./hubLayout.ts";
import { hubLayoutOf } from "./hubLayouts.ts";

/**
 * A GGUF file's table in the layout of the hub: names, order of rows, one tensor an expert. Nothing is read; the
 * changes are done when values are. Tensors that the hub has no name for (`rope_freqs.weight`), those whose shape does
 * not fit their change, and all of an architecture that is not known stay as they are; so do tables of other formats.
 */
export function toHubTable(table: TensorTable): Parsed<TensorTable> {
  const { metadata } = table;
  const architecture = metadata.get("general.architecture") ?? "";
  const layout = hubLayoutOf(architecture, (name) =>
    table.tensors.some((tensor) => tensor.name === name),
  );
  if (table.format !== "gguf" || layout === undefined) return { value: table, problems: [] };
  const problems = new ProblemList(table.tensors[0]?.file ?? "");
  const count = (key: string): number | undefined => {
    const value = Number(metadata.get(`${architecture}.${key}`));
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  const heads = count("attention.head_count");
  const facts: Facts = { heads, kvHeads: count("attention.head_count_kv") ?? heads };
  const tensors = table.tensors.flatMap((tensor) => {
    const { base, layer, ending } = partsOf(tensor.name);
    const hub = layout.tensors.get(base);
    if (hub === undefined) return [tensor];
    const name = `${hub.name.replace("{l}", layer)}${ending}`;
    const changed = change(tensor, { name, change: hub.change }, facts);
    if (changed !== undefined) return changed;
    const message = `${shownText(tensor.name)}: its shape [${tensor.shape.join(", ")}] does not fit ${facts.heads ?? "an unknown number of"} heads of ${facts.kvHeads ?? "an unknown number of"} groups; it stays as the file has it`;
    problems.add("not-arranged", "warning", message, { key: tensor.name });
    return [tensor];
  });
  return { value: { ...table, tensors: withoutDoubles(tensors) }, problems: problems.list };
}

interface Facts {
  readonly heads: number | undefined;
  readonly kvHeads: number | undefined;
}

/** "blk.3.attn_q.weight" → "blk.{l}.attn_q", "3" and ".weight". */
function partsOf(name: string): {
  readonly base: string;
  readonly layer: string;
  readonly ending: string;
} {
  const ending = /\.(?:weight|bias)$/.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - ending.length);
  const layer = /(?:^|\.)blk\.(\d{1,9})\./.exec(stem)?.[1] ?? "";
  const base = layer === "" ? stem : stem.replace(`blk.${layer}.`, "blk.{l}.");
  return { base, layer, ending };
}

/** The tensor or tensors of the hub; `undefined` where the shape does not fit. */
function change(
  tensor: TensorInfo,
  hub: { readonly name: string; readonly change: HubChange },
  facts: Facts,
): readonly TensorInfo[] | undefined {
  const { name } = hub;
  const isMatrix = tensor.shape.length === 2;
  switch (hub.change) {
    case "none":
      return renamed(tensor, name);
    case "queryPairs":
      return paired(tensor, name, facts.heads);
    case "keyPairs":
      return paired(tensor, name, facts.kvHeads);
    case "fused":
      return fused(tensor, name, facts);
    case "transposed":
      // A bias has one axis and nothing to turn.
      return isMatrix ? [arranged(tensor, name, { kind: "transposed" })] : renamed(tensor, name);
    case "plusOne":
      return [{ ...arranged(tensor, name, { kind: "added", by: -1 }), dtype: "F32" }];
    case "experts":
      return experts(tensor, name);
  }
}

function fused(
  tensor: TensorInfo,
  name: string,
  { heads, kvHeads }: Facts,
): readonly TensorInfo[] | undefined {
  const [rows = 0] = tensor.shape;
  if (heads === undefined || kvHeads === undefined || heads % kvHeads !== 0) return undefined;
  if (rows === 0 || rows % (heads + 2 * kvHeads) !== 0) return undefined;
  const queries = heads / kvHeads;
  return [arranged(tensor, name, { kind: "grouped", groups: kvHeads, queries })];
}

function renamed(tensor: TensorInfo, name: string): readonly TensorInfo[] {
  return [{ ...tensor, name, storedName: tensor.name }];
}

function paired(
  tensor: TensorInfo,
  name: string,
  heads: number | undefined,
): readonly TensorInfo[] | undefined {
  const [rows = 0] = tensor.shape;
  if (heads === undefined || rows === 0 || rows % (heads * 2) !== 0) return undefined;
  return [arranged(tensor, name, { kind: "paired", heads })];
}

function arranged(part: TensorInfo, name: string, arrangement: Arrangement): TensorInfo {
  const shape = arrangement.kind === "transposed" ? part.shape.toReversed() : part.shape;
  const storage = { kind: "arranged" as const, arrangement, part };
  return { ...part, name, storedName: part.name, shape, storage };
}

/** Experts lie one behind the other, so each is a tensor of its own at its own place. */
function experts(tensor: TensorInfo, name: string): readonly TensorInfo[] | undefined {
  const [count = 0, ...shape] = tensor.shape;
  if (count === 0 || count > EXPERT_LIMIT || shape.length !== 2) return undefined;
  const byteLength = tensor.byteLength / count;
  const { storage } = tensor;
  const own =
    storage?.kind === "strided" ? { ...storage, strides: storage.strides.slice(1) } : storage;
  return Array.from({ length: count }, (_, expert) => ({
    ...tensor,
    name: name.replace("{e}", String(expert)),
    storedName: tensor.name,
    shape,
    offset: tensor.offset + expert * byteLength,
    byteLength,
    ...(own === undefined ? {} : { storage: own }),
  }));
}

/** A hostile file may have "output.weight" and "lm_head.weight": of one name the first stays. */
function withoutDoubles(tensors: readonly TensorInfo[]): readonly TensorInfo[] {
  const byName = new Map<string, TensorInfo>();
  for (const tensor of tensors) if (!byName.has(tensor.name)) byName.set(tensor.name, tensor);
  return [...byName.values()];
}
