import type { ColumnWrite } from "./pythonValue.ts";
import {
  evaluate,
  holds,
  inColumns,
  type Condition,
  type Expression,
  type Surroundings,
} from "./expression.ts";

/** The formula of an encoding as a file says it: data, from which any of its vectors are computed. */
export interface EncodingFormula {
  readonly writes: readonly ColumnWrite[];
  readonly positionAxes: ReadonlySet<number>;
  /** The name that stands for positions where no range does. */
  readonly positionSymbol: string | undefined;
  /** Values of every other name for a width. */
  readonly symbolsFor: (width: number) => ReadonlyMap<string, number>;
  /** Its width where the file fixes it or gives it by default. */
  readonly width: number | undefined;
  /** Whether another width may be asked for. */
  readonly widths: "any" | "fixed";
  /** Whether every column has a value of its own, or all have the same. */
  readonly columns: "many" | "one";
}

/** A sine or cosine in a column, with its angle in radians and what it is multiplied by. */
export interface Wave {
  readonly function: "sin" | "cos";
  readonly angle: number;
  readonly weight: number;
}

/** Values of a position, [width], in float64; NaN where the file says nothing of a column. */
export function encodingRow(
  formula: EncodingFormula,
  width: number,
  position: number,
): Float64Array {
  const symbols = symbolsAt(formula, width, position);
  return Float64Array.from({ length: width }, (_, column) => {
    const found = writeOf(formula, { width, position, column, symbols });
    return found === undefined ? NaN : evaluate(found.write.value, found.at);
  });
}

/** The waves that a column is made of; `undefined` where it is made of anything else. */
export function wavesOf(
  formula: EncodingFormula,
  width: number,
  cell: { readonly position: number; readonly column: number },
): readonly Wave[] | undefined {
  const symbols = symbolsAt(formula, width, cell.position);
  const found = writeOf(formula, { width, ...cell, symbols });
  return found === undefined ? undefined : wavesIn(found.write.value, found.at);
}

interface Cell {
  readonly width: number;
  readonly position: number;
  readonly column: number;
  readonly symbols: ReadonlyMap<string, number>;
}

function symbolsAt(
  { positionSymbol, symbolsFor }: EncodingFormula,
  width: number,
  position: number,
): ReadonlyMap<string, number> {
  const symbols = symbolsFor(width);
  return positionSymbol === undefined ? symbols : new Map([...symbols, [positionSymbol, position]]);
}

/** The last write of a column, as later ones stand over earlier ones, with the index along its own columns. */
function writeOf(
  { writes, positionAxes }: EncodingFormula,
  { width, position, column, symbols }: Cell,
): { readonly write: ColumnWrite; readonly at: Surroundings } | undefined {
  for (const write of writes.toReversed()) {
    const place = (index: number): Surroundings => ({
      symbols,
      position,
      column: index,
      positionAxes,
    });
    const index = indexIn(write, column, width, place);
    if (index === undefined) continue;
    const at = place(index);
    if (write.guards.every((guard) => holds(guard, at))) return { write, at };
  }
  return undefined;
}

/** Which of the columns of a write a column is; `undefined` where it is none of them. */
function indexIn(
  { columns }: ColumnWrite,
  column: number,
  width: number,
  place: (index: number) => Surroundings,
): number | undefined {
  let index: number;
  if (columns.type === "stride") index = (column - columns.from) / columns.step;
  else if (columns.type === "share") {
    const block = width / columns.of;
    index = column - columns.index * block;
    if (index >= block) return undefined;
  } else {
    const first = evaluate(columns.expression, place(0));
    index = (column - first) / (evaluate(columns.expression, place(1)) - first);
  }
  return Number.isInteger(index) && index >= 0 ? index : undefined;
}

function wavesIn(expression: Expression, at: Surroundings): readonly Wave[] | undefined {
  switch (expression.op) {
    case "call":
      if (expression.function !== "sin" && expression.function !== "cos") return undefined;
      return [
        { function: expression.function, angle: evaluate(expression.argument, at), weight: 1 },
      ];
    case "columns":
      return wavesIn(expression.of, inColumns(expression, at));
    case "choice": {
      const condition: Condition = expression.condition;
      return wavesIn(holds(condition, at) ? expression.then : expression.otherwise, at);
    }
    case "binary":
      return combined(expression, at);
    default:
      return undefined;
  }
}

/** Sums of waves, and waves times a number; those times 0 are gone, as masks make them. */
function combined(
  { operator, left, right }: Extract<Expression, { readonly op: "binary" }>,
  at: Surroundings,
): readonly Wave[] | undefined {
  const [a, b] = [wavesIn(left, at), wavesIn(right, at)];
  if (a !== undefined && b !== undefined) {
    if (operator === "+") return [...a, ...b];
    return operator === "-" ? [...a, ...scaled(b, -1)] : undefined;
  }
  if (a !== undefined) {
    const factor = evaluate(right, at);
    if (operator === "/") return scaled(a, 1 / factor);
    return operator === "*" ? scaled(a, factor) : undefined;
  }
  return b !== undefined && operator === "*" ? scaled(b, evaluate(left, at)) : undefined;
}

function scaled(waves: readonly Wave[], factor: number): readonly Wave[] {
  return waves
    .map((wave) => ({ ...wave, weight: wave.weight * factor }))
    .filter(({ weight }) => weight !== 0);
}
