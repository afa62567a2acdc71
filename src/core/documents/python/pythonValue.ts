import type { Condition, Expression } from "./expression.ts";
import type { PythonNode } from "./pythonTree.ts";

/** What a name of a Python file stands for, as far as it is read; `undefined` where it is not. */
export type PythonValue =
  | { readonly kind: "formula"; readonly expression: Expression }
  | { readonly kind: "list"; readonly items: readonly (PythonValue | undefined)[] }
  | { readonly kind: "function"; readonly node: PythonNode; readonly scope: Scope }
  /** A package or another thing of which only members are asked for. */
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "none" }
  | EncodingTable;

/** An array that columns are written to. */
export interface EncodingTable {
  readonly kind: "table";
  /** What it held before; `undefined` for zeros. */
  readonly base: Expression | undefined;
  /** What its last size says; `undefined` where it was computed. */
  readonly width: Expression | undefined;
  readonly writes: ColumnWrite[];
  /** Something was written that is not read, so the whole is not known. */
  isSpoiled: boolean;
}

/** Values for some of the columns. */
export interface ColumnWrite {
  readonly columns: Columns;
  /** Axes that say which row is written, by their ids. */
  readonly rows: readonly number[];
  /** Conditions on a loop's index under which it is written. */
  readonly guards: readonly Condition[];
  readonly value: Expression;
}

export type Columns =
  /** Every `step`-th column from `from`. */
  | { readonly type: "stride"; readonly from: number; readonly step: number }
  /** One of `of` equal blocks. */
  | { readonly type: "share"; readonly index: number; readonly of: number }
  /** The column that an index says. */
  | { readonly type: "index"; readonly expression: Expression };

/** Names of a body, looked up outwards. */
export interface Scope {
  readonly names: Map<string, PythonValue | undefined>;
  readonly outer: Scope | undefined;
  /** A class's scope has what its methods assign to `self`. */
  readonly owner: "class" | "body";
}

/** Binds a name in a body, or in its class where it belongs to `self`. */
export function bind(scope: Scope, name: string, value: PythonValue | undefined): void {
  let at: Scope = scope;
  if (name.startsWith("self.")) {
    while (at.owner !== "class" && at.outer !== undefined) at = at.outer;
    if (at.owner !== "class") at = scope;
  }
  at.names.set(name, value);
}

export function lookUp(scope: Scope, name: string): PythonValue | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.names.has(name)) return at.names.get(name);
  }
  return undefined;
}

export function isBound(scope: Scope, name: string): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.names.has(name)) return true;
  }
  return false;
}

export function formula(expression: Expression): PythonValue {
  return { kind: "formula", expression };
}

/** A table that is known as a whole, from its columns. */
export function tableOf(writes: readonly ColumnWrite[]): EncodingTable {
  return {
    kind: "table",
    base: undefined,
    width: undefined,
    writes: [...writes],
    isSpoiled: false,
  };
}
