import { ReadingBudget, TooMuchToRead } from "./readingBudget.ts";
import type { Definition } from "./definitions.ts";
import { parsePython, type PythonNode } from "./pythonTree.ts";
import type { PythonValue, Scope } from "./pythonValue.ts";
import { readBody, type Made } from "./readBody.ts";
import { bindParameters } from "./readCall.ts";
import { readExpression } from "./readExpression.ts";
import type { Reading } from "./reading.ts";

/** Tables and formulas that a definition makes, with the values that its parameters have by default. */
export interface ReadDefinition {
  readonly candidates: readonly PythonValue[];
  readonly defaults: ReadonlyMap<string, number>;
}

/**
 * Reads what a class or function makes, as it would run with its own defaults, without running anything: `__init__`
 * first, then every other method. A definition that is too much to read makes nothing.
 * @param others All definitions of the file, for the functions among them that are called.
 */
export function readDefinition(
  definition: Definition,
  others: readonly Definition[],
): ReadDefinition {
  const made: Made = { candidates: [], returned: undefined };
  const defaults = new Map<string, number>();
  try {
    readAll(definition, others, { made, defaults });
  } catch (error) {
    if (!(error instanceof TooMuchToRead)) throw error;
    return { candidates: [], defaults };
  }
  return { candidates: made.candidates, defaults };
}

function readAll(
  definition: Definition,
  others: readonly Definition[],
  { made, defaults }: { readonly made: Made; readonly defaults: Map<string, number> },
): void {
  const trees = new Map<string, PythonNode | undefined>();
  const outermost: Scope = { names: new Map(), outer: undefined, owner: "body" };
  const reading: Reading = {
    scope: outermost,
    budget: new ReadingBudget(),
    depth: 0,
    expression: readExpression,
    functionNamed(name) {
      const other = others.find((candidate) => candidate.kind === "def" && candidate.name === name);
      if (other === undefined || other === definition) return undefined;
      if (!trees.has(name)) trees.set(name, definitionNode(other));
      const node = trees.get(name);
      return node === undefined ? undefined : { kind: "function", node, scope: outermost };
    },
    run(body, scope) {
      // What a called function makes belongs to its caller.
      const inner: Made = { candidates: made.candidates, returned: undefined };
      readBody(body, { reading: { ...reading, scope }, guards: [], runs: "always", made: inner });
      return inner.returned?.value;
    },
  };
  const node = definitionNode(definition);
  if (node === undefined) return;
  for (const { scope, body } of bodiesOf(node, reading, defaults)) {
    const at = { reading: { ...reading, scope }, guards: [], runs: "always" } as const;
    readBody(body, { ...at, made: { candidates: made.candidates, returned: undefined } });
  }
}

function definitionNode({ text, kind }: Definition): PythonNode | undefined {
  const wanted = kind === "class" ? "ClassDefinition" : "FunctionDefinition";
  return parsePython(text).children.find(({ name }) => name === wanted);
}

/** Bodies in the order in which they are read, those of a class sharing what belongs to `self`. */
function bodiesOf(
  node: PythonNode,
  reading: Reading,
  defaults: Map<string, number>,
): { readonly scope: Scope; readonly body: PythonNode }[] {
  const isClass = node.name === "ClassDefinition";
  const owner = isClass ? "class" : "body";
  const shared: Scope = { names: new Map(), outer: reading.scope, owner };
  const functions = isClass ? methodsOf(node) : [node];
  for (const method of functions) {
    const name = method.children.find((child) => child.name === "VariableName")?.text ?? "";
    if (isClass)
      shared.names.set(`self.${name}`, { kind: "function", node: method, scope: shared });
  }
  return functions.flatMap((method) => {
    const body = method.children.find(({ name }) => name === "Body");
    const list = method.children.find(({ name }) => name === "ParamList");
    if (body === undefined) return [];
    const names = bindParameters(list, nothingGiven, { ...reading, scope: shared });
    keepNames(names, defaults);
    return [{ scope: { names, outer: shared, owner: "body" }, body }];
  });
}

const nothingGiven = { inOrder: [], named: new Map<string, PythonValue | undefined>() };

/** A parameter with a number as its default stays a name, since it may be given another. */
function keepNames(
  names: Map<string, PythonValue | undefined>,
  defaults: Map<string, number>,
): void {
  for (const [name, value] of names) {
    if (value?.kind !== "formula" || value.expression.op !== "number") continue;
    defaults.set(name, value.expression.value);
    names.set(name, { kind: "named", name });
  }
}

function methodsOf(node: PythonNode): PythonNode[] {
  const body = node.children.find(({ name }) => name === "Body");
  const methods = (body?.children ?? []).flatMap((child) => {
    if (child.name === "FunctionDefinition") return [child];
    return child.name === "DecoratedStatement"
      ? child.children.filter(({ name }) => name === "FunctionDefinition")
      : [];
  });
  const isFirst = (method: PythonNode): boolean => /^(async\s+)?def\s+__init__\b/.test(method.text);
  return [...methods.filter(isFirst), ...methods.filter((method) => !isFirst(method))];
}
