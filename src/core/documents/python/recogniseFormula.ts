import type { EncodingFormula } from "./encodingFormula.ts";
import {
  evaluate,
  hasWave,
  partsOf,
  type Axis,
  type Expression,
  type Surroundings,
} from "./expression.ts";
import type { ColumnWrite, EncodingTable, PythonValue } from "./pythonValue.ts";

/**
 * The formula of a table with sines and cosines, or `undefined` where what was read does not say all of it: which axis
 * runs over positions, which over columns, and the value of every name but the width and the position.
 */
export function recogniseFormula(
  candidate: PythonValue,
  defaults: ReadonlyMap<string, number>,
): EncodingFormula | undefined {
  const table = asTable(candidate);
  if (table === undefined || !isWavesOnly(table)) return undefined;
  const expressions = table.writes.flatMap(({ value, columns, guards }) => [
    value,
    ...(columns.type === "index" ? [columns.expression] : []),
    ...guards.flatMap(({ left, right }) => [left, right]),
  ]);
  const roles = rolesOf(table, expressions);
  const names = new Set(expressions.flatMap(symbolsOf));
  const widthName = widthNameOf(table, roles.columns, names);
  const free = [...names].filter((name) => name !== widthName && !defaults.has(name));
  // Where no range runs over positions, one name must stand for them.
  const [positionSymbol, ...others] = free;
  const isComplete =
    roles.positions.size > 0
      ? free.length === 0
      : positionSymbol !== undefined && others.length === 0;
  if (!isComplete) return undefined;
  const partial = { writes: table.writes, positionAxes: roles.positions };
  const width = widthsOf(table, roles, { widthName, defaults });
  if (width === undefined) return undefined;
  return {
    ...partial,
    ...width,
    positionSymbol: roles.positions.size > 0 ? undefined : positionSymbol,
    columns: roles.columns.length === 0 ? "one" : "many",
  };
}

function asTable(candidate: PythonValue): EncodingTable | undefined {
  if (candidate.kind === "table") return candidate.isSpoiled ? undefined : candidate;
  if (candidate.kind !== "formula") return undefined;
  const columns = { type: "stride", from: 0, step: 1 } as const;
  const writes = [{ columns, rows: [], guards: [], value: candidate.expression }];
  return { kind: "table", base: undefined, width: undefined, writes, isSpoiled: false };
}

function isWavesOnly({ writes }: EncodingTable): boolean {
  const has = (name: "sin" | "cos") => (write: ColumnWrite) => hasWave(write.value, name);
  const all = writes.every((write) => has("sin")(write) || has("cos")(write));
  return all && writes.some(has("sin")) && writes.some(has("cos"));
}

function symbolsOf(expression: Expression): string[] {
  return [...partsOf(expression)].flatMap((part) => (part.op === "symbol" ? [part.name] : []));
}

interface Roles {
  readonly positions: ReadonlySet<number>;
  readonly columns: readonly Axis[];
}

/** An axis that says which column is written, goes in steps, or ends where a width does runs over columns. */
function rolesOf(table: EncodingTable, expressions: readonly Expression[]): Roles {
  const axes = new Map<number, Axis>();
  for (const expression of expressions) {
    for (const part of partsOf(expression))
      if (part.op === "axis") axes.set(part.axis.id, part.axis);
  }
  const rows = new Set(table.writes.flatMap((write) => write.rows));
  const written = new Set(
    table.writes.flatMap(({ columns }) =>
      columns.type === "index" ? axesOf(columns.expression) : [],
    ),
  );
  const columns = [...axes.values()].filter(
    (axis) =>
      !rows.has(axis.id) &&
      (written.has(axis.id) || (written.size === 0 && runsOverColumns(axis, table))),
  );
  const positions = [...axes.keys()].filter((id) => !columns.some((axis) => axis.id === id));
  return { positions: new Set(positions), columns };
}

function axesOf(expression: Expression): number[] {
  return [...partsOf(expression)].flatMap((part) => (part.op === "axis" ? [part.axis.id] : []));
}

function runsOverColumns({ stop, step, name }: Axis, { width }: EncodingTable): boolean {
  if (step !== 1) return true;
  if (width !== undefined && JSON.stringify(width) === JSON.stringify(stop)) return true;
  const names = symbolsOf(stop);
  if (names.some((symbol) => widthWords.test(symbol))) return true;
  const isHalf = [...partsOf(stop)].some(
    (part) => part.op === "binary" && part.operator.startsWith("/"),
  );
  return isHalf || /^(i|j|k|dim|col\w*)$/.test(name);
}

const widthWords =
  /d_?model|dim|depth|embed|hidden|channel|feat|d_hid|units|n_?freq|half|width|shape\[-1\]|size\(-1\)|output_dim/i;

/** The name of the width: where columns end, or the only name that nothing else explains. */
function widthNameOf(
  { width }: EncodingTable,
  columns: readonly Axis[],
  names: ReadonlySet<string>,
): string | undefined {
  const ends = columns.flatMap(({ stop }) => symbolsOf(stop));
  const sized = width === undefined ? [] : symbolsOf(width);
  const [only, ...others] = new Set(ends.length > 0 ? ends : sized);
  if (only !== undefined) return others.length === 0 ? only : undefined;
  return [...names].find((name) => /^[\w.]+$/.test(name) && widthWords.test(name));
}

type Widths = Pick<EncodingFormula, "symbolsFor" | "width" | "widths">;

function widthsOf(
  table: EncodingTable,
  roles: Roles,
  known: {
    readonly widthName: string | undefined;
    readonly defaults: ReadonlyMap<string, number>;
  },
): Widths | undefined {
  const { widthName, defaults } = known;
  const count = (value: number): number =>
    columnCount(table, roles, new Map([...defaults, [widthName ?? "", value]]));
  if (widthName === undefined) {
    const fixed = count(NaN);
    const isKnown = Number.isInteger(fixed) && fixed > 0;
    return isKnown ? { symbolsFor: () => defaults, width: fixed, widths: "fixed" } : undefined;
  }
  // What is called the width may be half of the columns.
  const factor = [1, 2, 0.5].find((tried) => count(probe * tried) === probe);
  if (factor === undefined) return undefined;
  const given = defaults.get(widthName);
  return {
    symbolsFor: (width) => new Map([...defaults, [widthName, width * factor]]),
    width: given === undefined ? undefined : given / factor,
    widths: "any",
  };
}

/** A width that every layout divides. */
const probe = 64;

/** How many columns a table has; NaN where a name in their number has no value. */
function columnCount(
  table: EncodingTable,
  { positions, columns }: Roles,
  symbols: ReadonlyMap<string, number>,
): number {
  const at = (column: number): Surroundings => ({
    symbols,
    position: 0,
    column,
    positionAxes: positions,
  });
  if (columns.length === 0) {
    return table.width === undefined
      ? (symbols.get("") ?? lastOf(symbols))
      : evaluate(table.width, at(0));
  }
  const counts = table.writes.map((write) => {
    const axis = columns.find(({ id }) => axesOf(write.value).includes(id)) ?? columns[0];
    if (axis === undefined) return NaN;
    const length = evaluate(axis.stop, at(0)) - evaluate(axis.from, at(0));
    const steps = Math.ceil(length / axis.step) / sliceStep(write.value);
    return steps * spread(write, at);
  });
  return counts.every((count) => count === counts[0]) ? (counts[0] ?? NaN) : NaN;
}

function lastOf(symbols: ReadonlyMap<string, number>): number {
  return [...symbols.values()].at(-1) ?? NaN;
}

/** Columns between two of a write's. */
function spread({ columns }: ColumnWrite, at: (column: number) => Surroundings): number {
  if (columns.type === "stride") return columns.step;
  if (columns.type === "share") return columns.of;
  return evaluate(columns.expression, at(1)) - evaluate(columns.expression, at(0));
}

function sliceStep(expression: Expression): number {
  for (const part of partsOf(expression)) if (part.op === "columns") return part.step;
  return 1;
}
