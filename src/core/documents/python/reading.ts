import type { Expression } from "./expression.ts";
import type { PythonNode } from "./pythonTree.ts";
import type { PythonValue, Scope } from "./pythonValue.ts";
import type { ReadingBudget } from "./readingBudget.ts";

/** What a part of a definition is read with. */
export interface Reading {
  readonly scope: Scope;
  readonly budget: ReadingBudget;
  /** Depth of brackets and operators. */
  readonly depth: number;
  /** What an expression stands for; a member, since calls and subscripts are expressions with expressions in them. */
  readonly expression: (node: PythonNode, reading: Reading) => PythonValue | undefined;
  /** Functions at the left margin of the file, by name. */
  functionNamed(name: string): PythonValue | undefined;
  /** Runs the body of a function with its parameters bound and gives what it returns. */
  run(body: PythonNode, scope: Scope): PythonValue | undefined;
}

/** The formula that an expression stands for. */
export function readFormula(node: PythonNode, reading: Reading): Expression | undefined {
  return toFormula(reading.expression(node, reading));
}

export function toFormula(value: PythonValue | undefined): Expression | undefined {
  if (value?.kind === "formula") return value.expression;
  return value?.kind === "named" ? { op: "symbol", name: value.name } : undefined;
}
