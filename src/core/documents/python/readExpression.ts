import {
  combine,
  numberOf,
  type BinaryOperator,
  type Condition,
  type Expression,
} from "./expression.ts";
import { maxExpressionDepth } from "./limits.ts";
import { constants } from "./libraryCalls.ts";
import { readCall } from "./readCall.ts";
import { readColumns } from "./columnAccess.ts";
import { readFormula, type Reading } from "./reading.ts";
import { splitAtCommas, type PythonNode } from "./pythonTree.ts";
import { formula, isBound, lookUp, type PythonValue } from "./pythonValue.ts";

type Reader = (node: PythonNode, reading: Reading) => PythonValue | undefined;

/** What an expression stands for, `undefined` where it is not read. */
export function readExpression(node: PythonNode, outer: Reading): PythonValue | undefined {
  outer.budget.node();
  if (outer.depth > maxExpressionDepth) return undefined;
  const reading = { ...outer, depth: outer.depth + 1 };
  return readers.get(node.name)?.(node, reading);
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["Number", (node) => numberValue(node.text)],
  ["None", () => ({ kind: "none" })],
  ["VariableName", readName],
  ["ParenthesizedExpression", readInner],
  ["BinaryExpression", readBinary],
  ["UnaryExpression", readUnary],
  ["ConditionalExpression", readChoice],
  ["TupleExpression", readList],
  ["ArrayExpression", readList],
  ["ArrayComprehensionExpression", readComprehension],
  ["ComprehensionExpression", readComprehension],
  ["CallExpression", readCall],
  ["MemberExpression", readMember],
  ["LambdaExpression", (node, { scope }) => ({ kind: "function", node, scope })],
]);

function numberValue(text: string): PythonValue | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isFinite(value) ? formula(numberOf(value)) : undefined;
}

function readName(node: PythonNode, reading: Reading): PythonValue | undefined {
  const name = node.text;
  if (isBound(reading.scope, name)) return lookUp(reading.scope, name);
  return reading.functionNamed(name) ?? { kind: "named", name };
}

function readInner(node: PythonNode, reading: Reading): PythonValue | undefined {
  const [inner] = node.children.filter(({ name }) => name !== "(" && name !== ")");
  return inner === undefined ? undefined : readExpression(inner, reading);
}

const operators: ReadonlySet<string> = new Set(["+", "-", "*", "/", "//", "%", "**"]);

function readBinary(node: PythonNode, reading: Reading): PythonValue | undefined {
  const [left, operator, right] = node.children;
  if (left === undefined || operator === undefined || right === undefined) return undefined;
  const [a, b] = [readFormula(left, reading), readFormula(right, reading)];
  if (a === undefined || b === undefined) return undefined;
  // A matrix product of a column and a row is the product of their elements.
  const sign = operator.text === "@" ? "*" : operator.text;
  if (!operators.has(sign)) return undefined;
  return formula(reading.budget.bounded(combine(sign as BinaryOperator, a, b)));
}

function readUnary(node: PythonNode, reading: Reading): PythonValue | undefined {
  const [sign, operand] = node.children;
  const value = operand === undefined ? undefined : readFormula(operand, reading);
  if (value === undefined) return undefined;
  if (sign?.text === "-") return formula(combine("*", numberOf(-1), value));
  return sign?.text === "+" ? formula(value) : undefined;
}

/** `a if condition else b`. */
function readChoice(node: PythonNode, reading: Reading): PythonValue | undefined {
  const [then, , condition, , otherwise] = node.children;
  if (then === undefined || condition === undefined || otherwise === undefined) return undefined;
  const test = readCondition(condition, reading);
  if (test === "yes") return readExpression(then, reading);
  if (test === "no") return readExpression(otherwise, reading);
  const [a, b] = [readFormula(then, reading), readFormula(otherwise, reading)];
  if (test === undefined || a === undefined || b === undefined) return undefined;
  return formula({ op: "choice", condition: test, then: a, otherwise: b });
}

/**
 * A condition on an index, or its outcome where that is known: an optional argument is taken as not given, and a width
 * as even.
 */
export function readCondition(
  node: PythonNode,
  reading: Reading,
): Condition | "yes" | "no" | undefined {
  const [left, compare, ...rest] = node.children;
  const right = rest.at(-1);
  if (node.name === "BinaryExpression" && left !== undefined && right !== undefined) {
    // `is not None` has two words between its sides.
    if (right.name === "None") return /not|!=/.test(node.text) ? "no" : "yes";
    const sign = compare?.text;
    if (sign === "==" || sign === "!=") return compared(left, sign, right, reading);
  }
  const value = readFormula(node, reading);
  const isRemainder = value?.op === "binary" && value.operator === "%";
  return isRemainder ? settled({ left: value, compare: "!=", right: numberOf(0) }) : undefined;
}

function compared(
  left: PythonNode,
  compare: "==" | "!=",
  right: PythonNode,
  reading: Reading,
): Condition | "yes" | "no" | undefined {
  const [a, b] = [readFormula(left, reading), readFormula(right, reading)];
  return a === undefined || b === undefined ? undefined : settled({ left: a, compare, right: b });
}

/** The remainder of a name by 2 is that of a width. */
function settled(condition: Condition): Condition | "yes" | "no" {
  const { left, compare, right } = condition;
  const isParity =
    left.op === "binary" &&
    left.operator === "%" &&
    left.left.op === "symbol" &&
    left.right.op === "number" &&
    left.right.value === 2 &&
    right.op === "number";
  if (!isParity) return condition;
  return (right.value === 0) === (compare === "==") ? "yes" : "no";
}

function readList(node: PythonNode, reading: Reading): PythonValue | undefined {
  const items = splitAtCommas(node.children).map(([item, ...others]) =>
    item === undefined || others.length > 0 ? undefined : readExpression(item, reading),
  );
  return { kind: "list", items };
}

/** `[f(i) for i in range(n)]` is an array whose elements f gives. */
function readComprehension(node: PythonNode, reading: Reading): PythonValue | undefined {
  const [body, keyword, target, , source, ...others] = node.children.filter(
    ({ name }) => !/^[[\]()]$/.test(name),
  );
  if (body === undefined || target === undefined || source === undefined) return undefined;
  if (keyword?.name !== "for" || target.name !== "VariableName" || others.length > 0) {
    return undefined;
  }
  const value = withAxisName(readFormula(source, reading), target.text);
  if (value === undefined) return undefined;
  const names = new Map<string, PythonValue | undefined>([[target.text, formula(value)]]);
  return readExpression(body, {
    ...reading,
    scope: { names, outer: reading.scope, owner: "body" },
  });
}

/** What a loop variable runs over, named after it. */
export function withAxisName(value: Expression | undefined, name: string): Expression | undefined {
  switch (value?.op) {
    case "axis":
      return { op: "axis", axis: { ...value.axis, name } };
    case "binary": {
      const left = withAxisName(value.left, name) ?? value.left;
      const right = withAxisName(value.right, name) ?? value.right;
      return { ...value, left, right };
    }
    case "number":
      return value;
    default:
      return undefined;
  }
}

/** `a.b`, `self.b`, `a[…]`. */
function readMember(node: PythonNode, reading: Reading): PythonValue | undefined {
  const [owner, mark, member] = node.children;
  if (owner === undefined || member === undefined) return undefined;
  if (mark?.name === "[") return readColumns(node, owner, reading);
  const constant = constants.get(node.text);
  if (constant !== undefined) return formula(numberOf(constant));
  const name = node.text;
  if (isBound(reading.scope, name)) return lookUp(reading.scope, name);
  if (member.text === "T") return readExpression(owner, reading);
  return { kind: "named", name };
}
