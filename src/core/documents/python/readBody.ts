import { hasWave, type Condition, type Expression } from "./expression.ts";
import { maxCandidates } from "./limits.ts";
import { writtenPlace } from "./columnAccess.ts";
import type { PythonNode } from "./pythonTree.ts";
import {
  bind,
  formula,
  isBound,
  lookUp,
  tableOf,
  type EncodingTable,
  type PythonValue,
} from "./pythonValue.ts";
import { readCondition, readExpression, withAxisName } from "./readExpression.ts";
import { readFormula, toFormula, type Reading } from "./reading.ts";
import { readSubscripts } from "./subscripts.ts";

/** Where and under which conditions statements are read, and what they made. */
export interface BodyReading {
  readonly reading: Reading;
  /** Conditions on indices of loops that hold here. */
  readonly guards: readonly Condition[];
  /** Whether it is known that the statements run. */
  readonly runs: "always" | "maybe";
  readonly made: Made;
}

export interface Made {
  /** Tables and formulas with waves in them, in the order in which they were made. */
  readonly candidates: PythonValue[];
  returned: { readonly value: PythonValue | undefined } | undefined;
}

/** Reads statements one after another, as they would run. */
export function readBody(body: PythonNode, at: BodyReading): void {
  for (const statement of body.children) {
    at.reading.budget.node();
    statements.get(statement.name)?.(statement, at);
    if (at.made.returned !== undefined && at.runs === "always") return;
  }
}

type StatementReader = (node: PythonNode, at: BodyReading) => void;

const statements: ReadonlyMap<string, StatementReader> = new Map<string, StatementReader>([
  ["AssignStatement", readAssignment],
  ["UpdateStatement", readUpdate],
  ["ForStatement", readLoop],
  ["IfStatement", readBranches],
  ["WithStatement", readInside],
  ["ReturnStatement", readReturn],
  ["FunctionDefinition", readFunction],
  ["StatementGroup", readInside],
]);

function readInside(node: PythonNode, at: BodyReading): void {
  const body = node.children.find(({ name }) => name === "Body");
  readBody(body ?? { ...node, children: node.name === "WithStatement" ? [] : node.children }, at);
}

function readFunction(node: PythonNode, { reading }: BodyReading): void {
  const name = node.children.find((child) => child.name === "VariableName")?.text ?? "";
  bind(reading.scope, name, { kind: "function", node, scope: reading.scope });
}

function readReturn(node: PythonNode, at: BodyReading): void {
  const [, result] = node.children;
  const value = result === undefined ? undefined : readExpression(result, at.reading);
  addCandidate(value, at);
  at.made.returned ??= { value };
}

function readAssignment(node: PythonNode, at: BodyReading): void {
  const groups = splitAtAssignments(node.children);
  const source = groups.at(-1) ?? [];
  const [only] = source;
  const value =
    source.length === 1 && only !== undefined
      ? readExpression(only, at.reading)
      : ({
          kind: "list",
          items: source
            .filter(({ name }) => name !== ",")
            .map((item) => readExpression(item, at.reading)),
        } as const);
  for (const targets of groups.slice(0, -1)) {
    const names = targets.filter(({ name }) => name !== "," && name !== "TypeDef");
    names.forEach((target, index) => {
      const part = names.length === 1 ? value : partOf(value, index, source);
      assign(target, part, at);
    });
  }
}

/** `a = b = c` has two targets. */
function splitAtAssignments(children: readonly PythonNode[]): PythonNode[][] {
  const groups: PythonNode[][] = [[]];
  for (const child of children) {
    if (child.name === "AssignOp") groups.push([]);
    else groups.at(-1)?.push(child);
  }
  return groups;
}

/** A part of what is unpacked; the sizes of an array that nobody knows have names. */
function partOf(
  value: PythonValue | undefined,
  index: number,
  source: readonly PythonNode[],
): PythonValue | undefined {
  if (value?.kind === "list") return value.items[index];
  const text = source[0]?.text ?? "";
  return value?.kind === "named" ? { kind: "named", name: `${text}[${index}]` } : undefined;
}

function assign(target: PythonNode, value: PythonValue | undefined, at: BodyReading): void {
  const { scope } = at.reading;
  if (target.name === "MemberExpression" && target.children[1]?.name === "[") {
    write(target, value, at);
    return;
  }
  if (target.name !== "VariableName" && target.name !== "MemberExpression") return;
  const name = target.text;
  const isChanged =
    at.runs === "maybe" && isBound(scope, name) && !isSame(lookUp(scope, name), value);
  bind(scope, name, isChanged ? undefined : value);
  addCandidate(value, at);
}

function isSame(a: PythonValue | undefined, b: PythonValue | undefined): boolean {
  const [first, second] = [toFormula(a), toFormula(b)];
  return first !== undefined && second !== undefined && sameFormula(first, second);
}

function sameFormula(a: Expression, b: Expression): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `x += y` is `x = x + y`; of other forms nothing is known afterwards. */
function readUpdate(node: PythonNode, at: BodyReading): void {
  const [target] = node.children;
  if (target === undefined) return;
  if (target.children[1]?.name === "[") write(target, undefined, at);
  else bind(at.reading.scope, target.text, undefined);
}

/** `t[…] = value`. */
function write(target: PythonNode, value: PythonValue | undefined, at: BodyReading): void {
  const { owner, places } = unwrapped(target);
  const found = readExpression(owner, at.reading);
  const table = toTable(owner, found, at);
  if (table === undefined) return;
  const place = writtenPlace(places, at.reading);
  const expression = toFormula(value);
  if (place === undefined || expression === undefined) {
    table.isSpoiled = true;
    return;
  }
  const same = table.writes.find(
    (earlier) =>
      JSON.stringify([earlier.columns, earlier.guards]) ===
      JSON.stringify([place.columns, at.guards]),
  );
  if (same !== undefined) {
    table.isSpoiled ||= !sameFormula(same.value, expression);
    return;
  }
  table.writes.push({ ...place, guards: at.guards, value: expression });
  addCandidate(table, at);
}

/** `t[i][j]` and `t[i, j]` alike. */
function unwrapped(target: PythonNode): {
  readonly owner: PythonNode;
  readonly places: ReturnType<typeof readSubscripts>;
} {
  const places = readSubscripts(target);
  const [owner] = target.children;
  if (owner?.name === "MemberExpression" && owner.children[1]?.name === "[") {
    const inner = unwrapped(owner);
    return { owner: inner.owner, places: [...inner.places, ...places] };
  }
  return { owner: owner ?? target, places };
}

/** The table of that name; an array that was computed becomes one when some of its columns are written. */
function toTable(
  owner: PythonNode,
  found: PythonValue | undefined,
  { reading, guards, runs }: BodyReading,
): EncodingTable | undefined {
  if (found?.kind === "table") return found;
  if (found?.kind !== "formula" || found.expression.op === "number") return undefined;
  // Written under a condition that is not read, such as a row for padding that is only there when asked for.
  if (runs === "maybe" && guards.length === 0) return undefined;
  const table = { ...tableOf([]), base: found.expression };
  bind(reading.scope, owner.text, table);
  return table;
}

function addCandidate(value: PythonValue | undefined, { made }: BodyReading): void {
  if (value === undefined || made.candidates.includes(value)) return;
  if (made.candidates.length >= maxCandidates) return;
  const isTable = value.kind === "table" && value.writes.length > 0;
  const isWave =
    value.kind === "formula" &&
    hasWave(value.expression, "sin") &&
    hasWave(value.expression, "cos");
  if (isTable || isWave) made.candidates.push(value);
}

/** The body is read once, with the variable standing for all that it runs over. */
function readLoop(node: PythonNode, at: BodyReading): void {
  const [, target, , source] = node.children;
  const body = node.children.find(({ name }) => name === "Body");
  if (target === undefined || source === undefined || body === undefined) return;
  const value = withAxisName(readFormula(source, at.reading), target.text);
  if (target.name !== "VariableName") return;
  bind(at.reading.scope, target.text, value === undefined ? undefined : formula(value));
  readBody(body, at);
}

function readBranches(node: PythonNode, at: BodyReading): void {
  let rest = at;
  for (const { condition, body } of branchesOf(node)) {
    const test = condition === undefined ? "yes" : readCondition(condition, at.reading);
    if (test === "no") continue;
    if (test === "yes") {
      readBody(body, rest);
      return;
    }
    if (test === undefined) {
      rest = { ...rest, runs: "maybe" };
      readBody(body, rest);
      continue;
    }
    readBody(body, { ...rest, guards: [...rest.guards, test] });
    const otherwise = { ...test, compare: test.compare === "==" ? "!=" : "==" } as const;
    rest = { ...rest, guards: [...rest.guards, otherwise] };
  }
}

interface Branch {
  readonly condition: PythonNode | undefined;
  readonly body: PythonNode;
}

function branchesOf(node: PythonNode): Branch[] {
  const branches: Branch[] = [];
  let condition: PythonNode | undefined;
  for (const child of node.children) {
    if (child.name === "Body") {
      branches.push({ condition, body: child });
      condition = undefined;
    } else if (!["if", "elif", "else"].includes(child.name)) condition = child;
  }
  return branches;
}
