import { PICKLE_DEPTH_LIMIT, PICKLE_REPEAT_LIMIT, TENSOR_COUNT_LIMIT } from "../../bytes/limits.ts";
import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { numpyScalar } from "../pickle/numpyScalar.ts";
import {
  calleeOf,
  type PickleEntry,
  type PickleNode,
  type PickleObject,
  type PickleValue,
} from "../pickle/pickleValue.ts";
import { pythonText } from "../pickle/pythonText.ts";
import { toObjectView } from "./pickledObjects.ts";
import { SkippedNames } from "./skippedNames.ts";
import { StructureBudget, toLeaf, type Structure } from "./structure.ts";
import { toTorchTensor, type TorchTensor } from "./torchTensor.ts";

/** A tensor and the keys and indices that lead to it. */
export interface FoundTensor {
  readonly path: readonly PickleValue[];
  /** Keys as Python prints them, with dots between; unique in the file. */
  readonly name: string;
  readonly tensor: TorchTensor;
}

export interface TorchObject {
  readonly tensors: readonly FoundTensor[];
  /** What else there is; `undefined` where there are tensors only. */
  readonly structure: Structure | undefined;
  /** Values that the structure leaves out for its length. */
  readonly omitted: number;
}

/** Finds the tensors in what a pickle describes, in its order; a container in several places is looked into in each. */
export function walkTorchObject(root: PickleValue, problems: ProblemList): TorchObject {
  const walk = new TorchWalk(problems);
  const structure = walk.walk(root, { path: [], name: "", depth: 0 });
  walk.finish();
  return { tensors: walk.tensors, structure, omitted: walk.budget.omitted };
}

interface Place {
  readonly path: readonly PickleValue[];
  readonly name: string;
  readonly depth: number;
  /** An attribute of an object: the attributes of what is there are named with it, as modules name their parameters. */
  readonly isAttribute?: true;
}

class TorchWalk {
  readonly tensors: FoundTensor[] = [];
  readonly budget = new StructureBudget();
  readonly #problems: ProblemList;
  readonly #names = new Set<string>();
  readonly #skipped = new SkippedNames();
  /** Where each container was met first; how many tensors it has once it has been left. */
  readonly #met = new Map<PickleNode, Met>();
  /** Values that were met inside containers that had been walked before, and how many such are being walked. */
  #repeats = 0;
  #repeating = 0;
  /** Levels below the container that is being walked, as far as they are known. */
  #height = 0;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  walk(value: PickleValue, place: Place): Structure | undefined {
    if (this.#repeating > 0) this.#repeats++;
    if (typeof value !== "object" || value === null || value.kind === "bytes") {
      return this.budget.take(toLeaf(value));
    }
    if (value.kind === "global") return this.budget.take({ $skipped: value.name });
    if (value.kind === "persistent") return this.budget.take({ $skipped: "storage" });
    if (value.kind === "object") {
      const tensor = toTorchTensor(value);
      if (tensor !== undefined) return this.#addTensor(tensor, place);
      const scalar = numpyScalar(value);
      if (scalar !== undefined) return this.budget.take(toLeaf(scalar));
    }
    return this.#walkContainer(value, place);
  }

  finish(): void {
    this.#skipped.report(this.#problems);
    if (this.#repeats <= PICKLE_REPEAT_LIMIT) return;
    const message = `has containers in so many places that they have more than ${PICKLE_REPEAT_LIMIT} entries; further places are not looked at`;
    this.#problems.add("repeated-container", "warning", message);
  }

  #addTensor(tensor: TorchTensor | { readonly refused: string }, place: Place): Structure {
    const { name } = place;
    if ("refused" in tensor) {
      const message = `has a tensor ${shownText(name)} that ${tensor.refused}; it is left out`;
      this.#problems.add("skipped-tensor", "warning", message, { key: name });
    } else if (this.#names.has(name)) {
      const message = `has two tensors that are called ${shownText(name)}; the first one is shown`;
      this.#problems.add("duplicate-tensor", "warning", message, { key: name });
    } else if (this.tensors.length >= TENSOR_COUNT_LIMIT || name.length > NAME_LIMIT) {
      const message = `has more than ${TENSOR_COUNT_LIMIT} tensors or names beyond ${NAME_LIMIT} characters; they are left out`;
      this.#problems.add("skipped-tensor", "warning", message);
    } else {
      this.#names.add(name);
      this.tensors.push({ path: place.path, name, tensor });
    }
    return { $tensor: true };
  }

  #walkContainer(node: Container, place: Place): Structure | undefined {
    const met = this.#met.get(node);
    if (met !== undefined) {
      this.#reportRepeat(met, place);
      const isOver = this.#repeats > PICKLE_REPEAT_LIMIT;
      // No tensors are known of one that is being walked: it contains itself.
      if (isOver || (met.tensors ?? 0) === 0) return this.budget.take({ $same: met.name });
    }
    if (place.depth >= PICKLE_DEPTH_LIMIT || place.name.length > NAME_LIMIT) {
      const message = `is nested deeper than ${PICKLE_DEPTH_LIMIT} levels; what is inside is not looked at`;
      if (met === undefined) this.#problems.add("too-deep", "warning", message);
      return this.budget.take({ $skipped: "nested too deep" });
    }
    const before = this.tensors.length;
    const state: Met = { name: place.name, tensors: undefined, height: 0 };
    this.#met.set(node, state);
    const height = this.#height;
    this.#height = 0;
    const repeating = met === undefined ? 0 : 1;
    this.#repeating += repeating;
    const structure = this.#walkMembers(node, place);
    this.#repeating -= repeating;
    state.tensors = this.tensors.length - before;
    state.height = this.#height + 1;
    this.#height = Math.max(height, state.height);
    return structure;
  }

  /** One setting in several places is common; what contains itself, or is deep, was made to be walked for ever. */
  #reportRepeat({ name, tensors, height }: Met, place: Place): void {
    this.#height = Math.max(this.#height, height);
    if (tensors !== undefined && height < DEEP) return;
    const what = tensors === undefined ? "which contains it" : "and is deep";
    const message = `has at ${shownText(place.name)} what is also at ${shownText(name)}, ${what}; it is shown once`;
    this.#problems.add("repeated-container", "warning", message, { key: place.name });
  }

  #walkMembers(node: Container, place: Place): Structure | undefined {
    if (node.kind === "dict") return this.#walkEntries(node.entries, place);
    if (node.kind !== "object") return this.#walkItems(node.items, place);
    const view = toObjectView(node);
    if (view.kind !== "other" && view.hasAttributes) {
      const message = `has a container at ${shownText(place.name)} with attributes of its own, which are not read`;
      this.#problems.add("skipped-attributes", "warning", message, { key: place.name });
    }
    if (view.kind === "entries") return this.#walkEntries(view.entries, place);
    if (view.kind === "items") return this.#walkItems(view.items, place);
    if (!quiet.has(calleeOf(node) ?? "")) this.#skipped.add(view.name, place.name);
    for (const [key, value] of view.entries) this.walk(value, attributeOf(place, pythonText(key)));
    return this.budget.take({ $skipped: view.name });
  }

  #walkEntries(entries: readonly PickleEntry[], place: Place): Structure | undefined {
    const shown = new Map<string, Structure>();
    for (const [key, value] of entries) {
      const text = pythonText(key);
      const structure = this.walk(value, within(place, key, text));
      if (structure !== undefined && !isTensor(structure)) shown.set(text, structure);
    }
    if (shown.size === 0 && entries.length > 0) return undefined;
    return Object.fromEntries(shown);
  }

  #walkItems(items: readonly PickleValue[], place: Place): Structure | undefined {
    const shown: Structure[] = [];
    for (const [index, item] of items.entries()) {
      const structure = this.walk(item, within(place, index, String(index)));
      if (structure !== undefined) shown.push(structure);
    }
    return items.length > 0 && shown.every(isTensor) ? undefined : shown;
  }
}

interface Met {
  readonly name: string;
  /** `undefined` while it is being walked. */
  tensors: number | undefined;
  /** Levels of containers in it, itself included. */
  height: number;
}

/** Levels of a container that is a setting and not a structure. */
const DEEP = 8;

type Container =
  Exclude<PickleNode, { readonly kind: "bytes" | "global" | "persistent" }> | PickleObject;

function within({ path, name, depth }: Place, key: PickleValue, text: string): Place {
  const longer = path.length === 0 ? text : `${name}.${text}`;
  return { path: [...path, key], name: longer, depth: depth + 1 };
}

function attributeOf(place: Place, text: string): Place {
  const inside: Place = { ...within(place, text, text), isAttribute: true };
  const last = place.path.at(-1);
  if (place.isAttribute === undefined || typeof last !== "string") return inside;
  return { ...inside, path: [...place.path.slice(0, -1), `${last}.${text}`] };
}

function isTensor(structure: Structure): boolean {
  return typeof structure === "object" && structure !== null && "$tensor" in structure;
}

/** Longer than any name that a module can have by a factor of ten. */
const NAME_LIMIT = 4096;

/** What is only a number or a name of torch, and is no loss. */
const quiet: ReadonlySet<string> = new Set([
  "torch.device",
  "torch.serialization._get_layout",
  "builtins.complex",
  "numpy.dtype",
]);
