/**
 * What a pickle describes, as plain data. Nothing is made of it: a class is a name, and a call is written down with
 * its arguments. Containers may stand in several places and inside themselves, since a pickle says so by number.
 */
export type PickleValue = null | boolean | number | bigint | string | PickleNode;

export type PickleNode =
  PickleBytes | PickleList | PickleDict | PickleGlobal | PickleObject | PicklePersistent;

export interface PickleBytes {
  readonly kind: "bytes";
  /** A view of the pickle itself, which nobody writes to. */
  readonly bytes: Uint8Array;
  /** Where they begin in the pickle's buffer. */
  readonly offset: number;
}

/** What has members and no keys. */
export interface PickleList {
  readonly kind: "list" | "tuple" | "set";
  readonly items: PickleValue[];
}

export interface PickleDict {
  readonly kind: "dict";
  /** As written: a key that comes twice is there twice. */
  readonly entries: PickleEntry[];
}

export type PickleEntry = readonly [PickleValue, PickleValue];

/** A name that Python would import. */
export interface PickleGlobal {
  readonly kind: "global";
  /** Module and name with a dot between; Python 2's names of modules are given by their present ones. */
  readonly name: string;
}

/** What Python would make by calling something. */
export interface PickleObject {
  readonly kind: "object";
  readonly callee: PickleValue;
  readonly args: PickleValue;
  /** What BUILD would set on it. */
  state: PickleValue | undefined;
  /** What was appended to it and set in it, as to a list and in a dictionary. */
  readonly items: PickleValue[];
  readonly entries: PickleEntry[];
}

/** What the program that reads the pickle knows by this id: a storage of PyTorch. */
export interface PicklePersistent {
  readonly kind: "persistent";
  readonly id: PickleValue;
}

/** The name that is called, where a name is. */
export function calleeOf(value: PickleValue): string | undefined {
  if (typeof value !== "object" || value?.kind !== "object") return undefined;
  return globalName(value.callee);
}

export function globalName(value: PickleValue | undefined): string | undefined {
  return typeof value === "object" && value?.kind === "global" ? value.name : undefined;
}

/** Members of a list, tuple or set; of anything else none. */
export function itemsOf(value: PickleValue | undefined): readonly PickleValue[] {
  if (typeof value !== "object" || value === null) return [];
  return value.kind === "list" || value.kind === "tuple" || value.kind === "set" ? value.items : [];
}
