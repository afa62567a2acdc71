/** A formula of a Python file as data: elementwise, so that an array stands for each of its elements. */
export type Expression =
  | { readonly op: "number"; readonly value: number }
  /** A parameter, or something whose value the file does not say. */
  | { readonly op: "symbol"; readonly name: string }
  /** The running index of a range or a loop, from 0. */
  | { readonly op: "axis"; readonly axis: Axis }
  | {
      readonly op: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly op: "call"; readonly function: FunctionName; readonly argument: Expression }
  | {
      readonly op: "choice";
      readonly condition: Condition;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  /** Every `step`-th column of an array, from `from`. */
  | {
      readonly op: "columns";
      readonly from: number;
      readonly step: number;
      readonly of: Expression;
    };

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

export type FunctionName = "sin" | "cos" | "exp" | "log" | "sqrt" | "floor";

/** A loop or a range, by what it runs over. */
export interface Axis {
  readonly id: number;
  /** Loop variable, empty for a range. */
  readonly name: string;
  readonly from: Expression;
  /** What its stop says ("d_model"), as an expression. */
  readonly stop: Expression;
  readonly step: number;
}

export interface Condition {
  readonly left: Expression;
  readonly compare: "==" | "!=";
  readonly right: Expression;
}

/** What names and indices stand for while a formula is computed. */
export interface Surroundings {
  readonly symbols: ReadonlyMap<string, number>;
  readonly position: number;
  /** Index along the columns' axis. */
  readonly column: number;
  /** Axes that run over positions, by their ids; all others run over columns. */
  readonly positionAxes: ReadonlySet<number>;
}

/** The value of a formula, NaN where a name has none. */
export function evaluate(expression: Expression, at: Surroundings): number {
  switch (expression.op) {
    case "number":
      return expression.value;
    case "symbol":
      return at.symbols.get(expression.name) ?? NaN;
    case "axis":
      return at.positionAxes.has(expression.axis.id) ? at.position : at.column;
    case "binary":
      return binary[expression.operator](
        evaluate(expression.left, at),
        evaluate(expression.right, at),
      );
    case "call":
      return Math[expression.function](evaluate(expression.argument, at));
    case "choice":
      return evaluate(holds(expression.condition, at) ? expression.then : expression.otherwise, at);
    case "columns":
      return evaluate(expression.of, inColumns(expression, at));
  }
}

export function holds({ left, compare, right }: Condition, at: Surroundings): boolean {
  return (evaluate(left, at) === evaluate(right, at)) === (compare === "==");
}

/** Where an element of some columns lies in the array they are of. */
export function inColumns(
  { from, step }: { readonly from: number; readonly step: number },
  at: Surroundings,
): Surroundings {
  return { ...at, column: from + step * at.column };
}

/** As Python has them: quotients round down, and a remainder has the sign of its divisor. */
const binary: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a - Math.floor(a / b) * b,
  "**": (a, b) => a ** b,
};

export function numberOf(value: number): Expression {
  return { op: "number", value };
}

/** Folded where both sides are numbers. */
export function combine(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  if (left.op === "number" && right.op === "number") {
    return numberOf(binary[operator](left.value, right.value));
  }
  return { op: "binary", operator, left, right };
}

/** Folded where the argument is a number, except for the waves themselves. */
export function apply(name: FunctionName, argument: Expression): Expression {
  const isWave = name === "sin" || name === "cos";
  if (argument.op === "number" && !isWave) return numberOf(Math[name](argument.value));
  return { op: "call", function: name, argument };
}

/** Every part of an expression, itself first. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const inner of innerOf(expression)) yield* partsOf(inner);
}

/** The formulas that a formula is made of. */
export function innerOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return [expression.argument];
    case "choice": {
      const { condition, then, otherwise } = expression;
      return [condition.left, condition.right, then, otherwise];
    }
    case "columns":
      return [expression.of];
    default:
      return [];
  }
}

export function hasWave(expression: Expression, name: "sin" | "cos"): boolean {
  for (const part of partsOf(expression)) {
    if (part.op === "call" && part.function === name) return true;
  }
  return false;
}
