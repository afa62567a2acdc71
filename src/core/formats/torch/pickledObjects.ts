import {
  calleeOf,
  globalName,
  itemsOf,
  type PickleEntry,
  type PickleObject,
  type PickleValue,
} from "../pickle/pickleValue.ts";

/** What an object that would be called into being is to a reader of data. */
export type ObjectView =
  | ({ readonly kind: "entries"; readonly entries: readonly PickleEntry[] } & Attributes)
  | ({ readonly kind: "items"; readonly items: readonly PickleValue[] } & Attributes)
  | { readonly kind: "other"; readonly name: string; readonly entries: readonly PickleEntry[] };

interface Attributes {
  /** Whether something was set on the container itself. A state dict has `_metadata`, versions of its modules. */
  readonly hasAttributes: boolean;
}

/** Containers of Python's library by what they contain; everything else by its name and its attributes. */
export function toObjectView(object: PickleObject): ObjectView {
  const name = calleeOf(object);
  const [first] = itemsOf(object.args);
  const attributes = attributesOf(object.state);
  const hasAttributes = attributes.some(([key]) => key !== "_metadata");
  if (name !== undefined && mappings.has(name)) {
    return { kind: "entries", entries: [...entriesIn(first), ...object.entries], hasAttributes };
  }
  if (name !== undefined && sequences.has(name)) {
    return { kind: "items", items: [...itemsOf(first), ...object.items], hasAttributes };
  }
  // Protocols 0 and 1 make every object by one function, whose first argument is the class.
  const isMade = name === "copyreg._reconstructor" || name === "copyreg.__newobj__";
  const className = isMade ? globalName(first) : name;
  const entries = [...attributes, ...object.entries];
  return { kind: "other", name: className ?? "something without a name", entries };
}

const mappings: ReadonlySet<string> = new Set([
  "builtins.dict",
  "collections.OrderedDict",
  "collections.defaultdict",
  "collections.Counter",
]);

const sequences: ReadonlySet<string> = new Set([
  "builtins.list",
  "builtins.tuple",
  "builtins.set",
  "builtins.frozenset",
  "collections.deque",
  "torch.Size",
]);

/** Entries of a dictionary, or of a list of pairs, from which one may be made. */
function entriesIn(value: PickleValue | undefined): readonly PickleEntry[] {
  if (typeof value === "object" && value?.kind === "dict") return value.entries;
  return itemsOf(value).flatMap((pair): PickleEntry[] => {
    const [key, member] = itemsOf(pair);
    return key === undefined || member === undefined ? [] : [[key, member]];
  });
}

/** A dictionary of attributes, or a pair of it and one of slots. */
function attributesOf(state: PickleValue | undefined): readonly PickleEntry[] {
  if (typeof state !== "object" || state === null) return [];
  if (state.kind === "dict") return moduleEntries(state.entries);
  if (state.kind === "tuple" && state.items.length === 2) {
    return state.items.flatMap((part) =>
      typeof part === "object" && part?.kind === "dict" ? moduleEntries(part.entries) : [],
    );
  }
  return [];
}

/** A module keeps parameters, buffers and modules in dictionaries of these names, which no state dict has in its keys. */
function moduleEntries(entries: readonly PickleEntry[]): readonly PickleEntry[] {
  return entries.flatMap((entry): readonly PickleEntry[] => {
    const [key, value] = entry;
    if (typeof key !== "string" || !moduleParts.has(key)) return [entry];
    if (typeof value !== "object" || value === null) return [];
    if (value.kind === "dict") return value.entries;
    return value.kind === "object" ? value.entries : [entry];
  });
}

const moduleParts: ReadonlySet<string> = new Set(["_parameters", "_buffers", "_modules"]);
