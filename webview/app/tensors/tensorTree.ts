import { elementCount } from "../../../src/core/formats/dtype.ts";
import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";

/** A module or a tensor of the checkpoint, as the dots of its name order it. */
export interface TreeNode {
  /** Dotted name; unique in the tree. */
  readonly path: string;
  /** The part of it that its parents do not say. */
  readonly label: string;
  readonly children: readonly TreeNode[];
  readonly tensor: TensorInfo | undefined;
  /** Of the tensor, or of all below. */
  readonly tensors: number;
  readonly bytes: number;
  readonly elements: number;
}

/**
 * Tensors by module. Names are split at dots, numbers are ordered as numbers, and a chain of modules with one child
 * each is one row. Built once for a list of tensors; 100 000 take some tenths of a second.
 */
export function tensorTree(tensors: readonly TensorInfo[]): readonly TreeNode[] {
  const root: Branch = { branches: new Map(), leaves: [] };
  for (const tensor of tensors) {
    const parts = tensor.name.split(".");
    const label = parts.pop() ?? "";
    let at = root;
    for (const part of parts) {
      const known = at.branches.get(part);
      const next = known ?? { branches: new Map(), leaves: [] };
      if (known === undefined) at.branches.set(part, next);
      at = next;
    }
    at.leaves.push({ label, tensor });
  }
  return toNodes(root, "");
}

interface Branch {
  readonly branches: Map<string, Branch>;
  readonly leaves: { readonly label: string; readonly tensor: TensorInfo }[];
}

/**
 * Names are as deep as a hostile file likes; the tree is not. What is deeper than this stands in one label.
 * Published names have at most some fifteen parts.
 */
const deepest = 40;

function toNodes(branch: Branch, path: string, depth = 0): readonly TreeNode[] {
  const nodes = [
    ...[...branch.branches].flatMap(([part, below]) =>
      depth < deepest ? [toModule(part, below, path, depth)] : flattened(part, below, path),
    ),
    ...branch.leaves.map(({ label, tensor }) => toLeaf(label, tensor)),
  ];
  return nodes.sort((one, other) => inNature(one.label, other.label));
}

function toModule(part: string, branch: Branch, path: string, depth: number): TreeNode {
  let label = part;
  let at = branch;
  for (let only = onlyBranch(at); only !== undefined; only = onlyBranch(at)) {
    label += `.${only[0]}`;
    at = only[1];
  }
  const own = path === "" ? label : `${path}.${label}`;
  const [leaf] = at.leaves;
  if (at.branches.size === 0 && at.leaves.length === 1 && leaf !== undefined) {
    return toLeaf(`${label}.${leaf.label}`, leaf.tensor);
  }
  const children = toNodes(at, own, depth + 1);
  const sum = (of: (node: TreeNode) => number): number =>
    children.reduce((total, node) => total + of(node), 0);
  return {
    path: own,
    label,
    children,
    tensor: undefined,
    tensors: sum((node) => node.tensors),
    bytes: sum((node) => node.bytes),
    elements: sum((node) => node.elements),
  };
}

function onlyBranch({ branches, leaves }: Branch): readonly [string, Branch] | undefined {
  return leaves.length === 0 && branches.size === 1 ? [...branches][0] : undefined;
}

/** Every tensor below, by the rest of its name; with a list of its own in place of recursion. */
function flattened(part: string, branch: Branch, path: string): TreeNode[] {
  const found: TreeNode[] = [];
  const waiting = [branch];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    waiting.push(...next.branches.values());
    for (const { tensor } of next.leaves) {
      const label = path === "" ? tensor.name : tensor.name.slice(path.length + 1);
      found.push(toLeaf(label === "" ? part : label, tensor));
    }
  }
  return found;
}

function toLeaf(label: string, tensor: TensorInfo): TreeNode {
  const { name, byteLength, shape } = tensor;
  const elements = elementCount(shape);
  return { path: name, label, children: [], tensor, tensors: 1, bytes: byteLength, elements };
}

const natural = new Intl.Collator("en", { numeric: true });

/** "layers.2" before "layers.10". A collator is slow, and most labels of large models begin with a number. */
function inNature(one: string, other: string): number {
  const numbers = Number.parseInt(one, 10) - Number.parseInt(other, 10);
  return numbers < 0 || numbers > 0 ? numbers : natural.compare(one, other);
}
