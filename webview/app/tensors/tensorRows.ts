import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import { partsOf } from "../../../src/core/formats/packed/partsOf.ts";
import type { TensorRole } from "../../../src/core/tensors/roles/tensorRoles.ts";
import { formatCount } from "../../render/numbers.ts";
import type { TensorIndex } from "./tensorIndex.ts";
import { type TreeNode, tensorTree } from "./tensorTree.ts";
import { elementCount } from "../../../src/core/formats/dtype.ts";

export type TensorColumn = "name" | "dtype" | "shape" | "bytes" | "share";

export interface TensorOrder {
  readonly column: TensorColumn;
  readonly direction: "up" | "down";
}

export interface TensorFilter {
  readonly text: string;
  /** Empty = all. */
  readonly roles: ReadonlySet<TensorRole>;
}

/** A line of the list. */
export interface TensorRow {
  /** Unique in the list; what is remembered of an open row. */
  readonly key: string;
  readonly kind: "group" | "module" | "tensor" | "part" | "note";
  readonly label: string;
  /** From 1. */
  readonly level: number;
  /** `undefined` where nothing is below. */
  readonly isOpen: boolean | undefined;
  /** Of a tensor: itself; of a part: the tensor that is packed in it. */
  readonly tensor: TensorInfo | undefined;
  readonly dtype: string;
  readonly shape: string;
  readonly bytes: number | undefined;
  readonly elements: number | undefined;
}

/** Tensors whose name, type or shape has every word of the text in it, and any of the roles. */
export function filteredTensors(
  index: TensorIndex,
  { text, roles }: TensorFilter,
): readonly TensorInfo[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0 && roles.size === 0) return index.tensors;
  return index.tensors.filter((tensor) => {
    if (roles.size > 0 && !index.rolesOf(tensor).some((role) => roles.has(role))) return false;
    const found = `${tensor.name} ${tensor.dtypeName} ${shapeText(tensor.shape)}`.toLowerCase();
    return words.every((word) => found.includes(word));
  });
}

/** "1 tensor", "1,024 tensors". */
export function countText(count: number): string {
  return count === 1 ? "1 tensor" : `${formatCount(count)} tensors`;
}

/** "[344, 128]"; a scalar is "[]". */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** By name: a tree. By anything else: one list. */
export function orderedNodes(
  tensors: readonly TensorInfo[],
  { column, direction }: TensorOrder,
): readonly TreeNode[] {
  if (column === "name") {
    const tree = tensorTree(tensors);
    return direction === "up" ? tree : tree.toReversed();
  }
  const sign = direction === "up" ? 1 : -1;
  const size = (tensor: TensorInfo): number => elementCount(tensor.shape);
  const compare = (one: TensorInfo, other: TensorInfo): number => {
    if (column === "bytes") return one.byteLength - other.byteLength;
    if (column !== "dtype") return size(one) - size(other);
    return one.dtypeName < other.dtypeName ? -1 : Number(one.dtypeName > other.dtypeName);
  };
  return tensors
    .toSorted((one, other) => sign * compare(one, other))
    .map((tensor) => ({
      path: tensor.name,
      label: tensor.name,
      children: [],
      tensor,
      tensors: 1,
      bytes: tensor.byteLength,
      elements: size(tensor),
    }));
}

/** The lines of nodes and of all that is open below them. */
export function nodeRows(
  nodes: readonly TreeNode[],
  isOpen: (key: string) => boolean,
  level = 1,
): readonly TensorRow[] {
  const rows: TensorRow[] = [];
  const add = (node: TreeNode, at: number): void => {
    const row = toRow(node, at, isOpen);
    rows.push(row);
    if (row.isOpen !== true) return;
    for (const child of node.children) add(child, at + 1);
    if (node.tensor !== undefined) rows.push(...partRows(node.tensor, at + 1));
  };
  for (const node of nodes) add(node, level);
  return rows;
}

function toRow(node: TreeNode, level: number, isOpen: (key: string) => boolean): TensorRow {
  const { tensor, path, label, bytes, elements } = node;
  const key = `${tensor === undefined ? "module" : "tensor"} ${path}`;
  const hasMore = tensor === undefined || partsOf(tensor).length > 0;
  const common = { key, label, level, isOpen: hasMore ? isOpen(key) : undefined, bytes, elements };
  if (tensor === undefined) {
    return { ...common, kind: "module", tensor, dtype: "", shape: countText(node.tensors) };
  }
  const { dtypeName, shape } = tensor;
  return { ...common, kind: "tensor", tensor, dtype: dtypeName, shape: shapeText(shape) };
}

/** What a logical weight is packed in, as the file has it. */
function partRows(tensor: TensorInfo, level: number): readonly TensorRow[] {
  return partsOf(tensor).map(({ role, tensor: part }) => ({
    key: `part ${part.name}`,
    kind: "part",
    label: `${role} · ${part.name}`,
    level,
    isOpen: undefined,
    tensor,
    dtype: part.dtypeName,
    shape: shapeText(part.shape),
    bytes: part.byteLength,
    elements: undefined,
  }));
}

/** What is open at first: whole levels from the top, as long as all can be seen at once; a single root always. */
export function openAtFirst(nodes: readonly TreeNode[]): ReadonlySet<string> {
  const open = new Set<string>();
  let level = nodes;
  let rows = nodes.length;
  for (;;) {
    const modules = level.filter(({ tensor }) => tensor === undefined);
    const below = modules.flatMap(({ children }) => children);
    rows += below.length;
    const isOnlyRoot = level === nodes && nodes.length === 1;
    if (below.length === 0 || (rows > mostAtFirst && !isOnlyRoot)) return open;
    for (const { path } of modules) open.add(`module ${path}`);
    level = below;
  }
}

const mostAtFirst = 40;
