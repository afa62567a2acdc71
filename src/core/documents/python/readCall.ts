import { combine, numberOf, type Expression } from "./expression.ts";
import { allocations, elementwise, joins, pairwise, ranges, unchanged } from "./libraryCalls.ts";
import { splitAtCommas, type PythonNode } from "./pythonTree.ts";
import {
  formula,
  isBound,
  lookUp,
  tableOf,
  type EncodingTable,
  type PythonValue,
  type Scope,
} from "./pythonValue.ts";
import { toFormula, type Reading } from "./reading.ts";

/** What a call gives: of a function of the file, or of a library by the last part of its name. */
export function readCall(node: PythonNode, reading: Reading): PythonValue | undefined {
  const [callee, list] = node.children;
  if (callee === undefined || list === undefined) return undefined;
  const known = functionOf(callee, reading);
  const given = readArguments(list, reading);
  if (known !== undefined) return callFunction(known, given, reading);
  const name = callee.children.at(-1)?.text ?? callee.text;
  const owner = ownerOf(callee, reading);
  // Of an array its methods are called with the array first: `x.pow(2)`.
  const args = owner === undefined ? given.inOrder : [owner, ...given.inOrder];
  const call: LibraryCall = { name, args, named: given.named, reading, text: node.text };
  return libraryCall(call) ?? unknownCall(call);
}

interface Arguments {
  readonly inOrder: readonly (PythonValue | undefined)[];
  readonly named: ReadonlyMap<string, PythonValue | undefined>;
}

interface LibraryCall {
  readonly name: string;
  readonly args: readonly (PythonValue | undefined)[];
  readonly named: ReadonlyMap<string, PythonValue | undefined>;
  readonly reading: Reading;
  readonly text: string;
}

function readArguments(list: PythonNode, reading: Reading): Arguments {
  const inOrder: (PythonValue | undefined)[] = [];
  const named = new Map<string, PythonValue | undefined>();
  const groups = splitAtCommas(list.children);
  for (const group of groups) {
    const [first, second, third] = group;
    if (second?.name === "AssignOp" && first !== undefined && third !== undefined) {
      named.set(first.text, reading.expression(third, reading));
    } else if (group.length === 1 && first !== undefined) {
      inOrder.push(reading.expression(first, reading));
    } else if (second?.name === "for") {
      // A comprehension as the only argument has no brackets of its own.
      inOrder.push(undefined);
    }
  }
  return { inOrder, named };
}

type FunctionValue = Extract<PythonValue, { readonly kind: "function" }>;

function functionOf(callee: PythonNode, reading: Reading): FunctionValue | undefined {
  const name = callee.text;
  const value = isBound(reading.scope, name)
    ? lookUp(reading.scope, name)
    : callee.name === "VariableName"
      ? reading.functionNamed(name)
      : undefined;
  return value?.kind === "function" ? value : undefined;
}

/** The array that a method is called of; `undefined` for a package's function. */
function ownerOf(callee: PythonNode, reading: Reading): PythonValue | undefined {
  const [owner] = callee.children;
  if (callee.name !== "MemberExpression" || owner === undefined) return undefined;
  const value = reading.expression(owner, reading);
  return value?.kind === "named" || value?.kind === "none" ? undefined : value;
}

function callFunction(
  { node, scope: outer }: FunctionValue,
  given: Arguments,
  reading: Reading,
): PythonValue | undefined {
  const parameters = node.children.find(({ name }) => name === "ParamList");
  const body = node.children.at(-1);
  if (body === undefined) return undefined;
  const names = bindParameters(parameters, given, reading);
  const scope: Scope = { names, outer, owner: "body" };
  return reading.budget.call(() =>
    node.name === "LambdaExpression"
      ? reading.expression(body, { ...reading, scope })
      : reading.run(body, scope),
  );
}

/** Parameters with what is given for them, their defaults, or themselves as names. */
export function bindParameters(
  list: PythonNode | undefined,
  given: Arguments,
  reading: Reading,
): Map<string, PythonValue | undefined> {
  const names = new Map<string, PythonValue | undefined>();
  const groups = splitAtCommas(list?.children ?? []).filter(
    ([first]) => first?.name === "VariableName" && first.text !== "self",
  );
  groups.forEach((group, index) => {
    const name = group[0]?.text ?? "";
    const at = group.findIndex((node) => node.name === "AssignOp");
    const fallback = at < 0 ? undefined : group[at + 1];
    const value =
      index < given.inOrder.length
        ? given.inOrder[index]
        : given.named.has(name)
          ? given.named.get(name)
          : fallback === undefined
            ? ({ kind: "named", name } as const)
            : reading.expression(fallback, reading);
    names.set(name, value);
  });
  return names;
}

function libraryCall(call: LibraryCall): PythonValue | undefined {
  const { name, args } = call;
  if (unchanged.has(name)) return args[0];
  if (ranges.has(name)) return rangeOf(call);
  if (allocations.has(name)) return allocated(call);
  if (joins.has(name) || name === "stack") return joined(call);
  if (name === "einsum") return product(args.slice(1));
  return computed(call);
}

function computed(call: LibraryCall): PythonValue | undefined {
  const [a, b] = call.args.map(toFormula);
  if (a === undefined) return undefined;
  const single = elementwise.get(call.name);
  if (single !== undefined) return bounded(single(a), call);
  const pair = pairwise.get(call.name);
  return pair === undefined || b === undefined ? undefined : bounded(pair(a, b), call);
}

function bounded(expression: Expression, { reading }: LibraryCall): PythonValue {
  return formula(reading.budget.bounded(expression));
}

/** A call of something unknown is a value that the file does not say, unless waves went into it. */
function unknownCall({ args, text }: LibraryCall): PythonValue | undefined {
  const isPlain = args.every(
    (argument) =>
      argument?.kind === "named" ||
      (argument?.kind === "formula" && argument.expression.op === "number"),
  );
  return isPlain && text.length < 80 ? { kind: "named", name: text } : undefined;
}

function rangeOf({ args, reading }: LibraryCall): PythonValue | undefined {
  const numbers = args.map(toFormula);
  if (numbers.length === 0 || numbers.includes(undefined)) return undefined;
  const [first, second, third] = numbers;
  const stop = second ?? first;
  const step = third ?? numberOf(1);
  if (stop === undefined || step.op !== "number" || !(step.value > 0)) return undefined;
  const from = second === undefined ? numberOf(0) : (first ?? numberOf(0));
  const axis = reading.budget.axis({ from, stop, step: step.value });
  return formula(stepped({ op: "axis", axis }, from, step.value));
}

function stepped(axis: Expression, from: Expression, step: number): Expression {
  const scaled = step === 1 ? axis : combine("*", numberOf(step), axis);
  return from.op === "number" && from.value === 0 ? scaled : combine("+", from, scaled);
}

function allocated({ args, named }: LibraryCall): PythonValue | undefined {
  const sizes = args.length === 1 ? args[0] : ({ kind: "list", items: args } as const);
  const shape = sizes?.kind === "list" ? sizes : (named.get("shape") ?? named.get("size"));
  const items = shape?.kind === "list" ? shape.items : [sizes];
  const table: EncodingTable = {
    kind: "table",
    base: undefined,
    width: items.length < 2 ? undefined : toFormula(items.at(-1)),
    writes: [],
    isSpoiled: false,
  };
  return table;
}

/** Arrays beside each other along their columns, or stacked so that their columns come in turn. */
function joined({ name, args, named }: LibraryCall): PythonValue | undefined {
  const [list, place] = args;
  if (list?.kind !== "list" || list.items.length < 2) return undefined;
  const axis = toFormula(named.get("dim") ?? named.get("axis") ?? place);
  const isLast = name === "hstack" || (axis !== undefined && !isFirstAxis(axis));
  const values = list.items.map(toFormula);
  if (!isLast || values.includes(undefined)) return undefined;
  const of = values.length;
  const writes = values.flatMap((value, index) => {
    if (value === undefined) return [];
    const columns =
      name === "stack"
        ? ({ type: "stride", from: index, step: of } as const)
        : ({ type: "share", index, of } as const);
    return [{ columns, rows: [], guards: [], value }];
  });
  return tableOf(writes);
}

function isFirstAxis(axis: Expression): boolean {
  return axis.op === "number" && axis.value === 0;
}

function product(args: readonly (PythonValue | undefined)[]): PythonValue | undefined {
  const [a, b] = args.map(toFormula);
  return a === undefined || b === undefined ? undefined : formula(combine("*", a, b));
}
