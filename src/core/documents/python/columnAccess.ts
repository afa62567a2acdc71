import type { Expression } from "./expression.ts";
import type { PythonNode } from "./pythonTree.ts";
import { formula, type Columns, type EncodingTable, type PythonValue } from "./pythonValue.ts";
import { readFormula, type Reading } from "./reading.ts";
import { readSubscripts, type Subscript } from "./subscripts.ts";

/** What `x[…]` stands for: the same elements, or some of the columns. */
export function readColumns(
  node: PythonNode,
  owner: PythonNode,
  reading: Reading,
): PythonValue | undefined {
  const subscripts = readSubscripts(node);
  const value = reading.expression(owner, reading);
  if (value?.kind === "named") return { kind: "named", name: node.text };
  if (value?.kind === "list") return itemOf(value.items, subscripts, reading);
  const last = subscripts.at(-1);
  if (value === undefined || last === undefined) return undefined;
  if (value.kind === "table") return columnsOfTable(value, last);
  if (value.kind !== "formula" || !subscripts.every(keepsElements)) return undefined;
  if (last.type !== "slice") return value;
  return formula({ op: "columns", from: last.from, step: last.step, of: value.expression });
}

/** Rows cut short and new axes leave each element where it is; a cut of columns to an even number of them too. */
function keepsElements(subscript: Subscript, place: number, all: readonly Subscript[]): boolean {
  if (subscript.type === "index") return false;
  if (subscript.type === "part") return subscript.from === "";
  return subscript.type !== "slice" || place === all.length - 1;
}

function itemOf(
  items: readonly (PythonValue | undefined)[],
  subscripts: readonly Subscript[],
  reading: Reading,
): PythonValue | undefined {
  const [only, ...others] = subscripts;
  if (only?.type !== "index" || others.length > 0) return undefined;
  const index = readFormula(only.node, reading);
  return index?.op === "number" ? items.at(index.value) : undefined;
}

function columnsOfTable(table: EncodingTable, last: Subscript): PythonValue | undefined {
  if (last.type !== "slice") return table.isSpoiled ? undefined : table;
  const { from, step } = last;
  const isWritten = table.writes.some(
    ({ columns }) => columns.type !== "stride" || columns.from === from || columns.step !== step,
  );
  if (table.base === undefined || table.isSpoiled || isWritten) return undefined;
  return formula({ op: "columns", from, step, of: table.base });
}

/** Where an assignment writes. */
export interface WrittenPlace {
  readonly columns: Columns;
  /** Axes that say which row, by their ids. */
  readonly rows: readonly number[];
}

/**
 * The columns that an assignment writes; `undefined` where they are not read.
 * @param places Those of `t[i][j]` and of `t[i, j]` alike, in order.
 */
export function writtenPlace(
  places: readonly Subscript[],
  reading: Reading,
): WrittenPlace | undefined {
  // `t[position] = …` writes a whole row.
  const all = places.length === 1 && places[0]?.type === "index" ? [...places, whole] : places;
  const last = all.at(-1);
  const rows = all.slice(0, -1).map((row) => rowOf(row, reading));
  const columns = last === undefined ? undefined : columnsOf(last, reading);
  if (columns === undefined || rows.includes(undefined)) return undefined;
  return { columns, rows: rows.flatMap((row) => row ?? []) };
}

const whole = { type: "all" } as const;

function columnsOf(place: Subscript, reading: Reading): Columns | undefined {
  switch (place.type) {
    case "slice":
      return { type: "stride", from: place.from, step: place.step };
    case "all":
      return { type: "stride", from: 0, step: 1 };
    case "part":
      return halfOf(place);
    case "shape":
      return undefined;
    case "index": {
      const expression = readFormula(place.node, reading);
      const isMoving = expression !== undefined && expression.op !== "number";
      return isMoving ? { type: "index", expression } : undefined;
    }
  }
}

/** Axes of a row that is written as a whole; `undefined` for a part of it, or for one that is not read. */
function rowOf(row: Subscript, reading: Reading): readonly number[] | undefined {
  if (row.type !== "index") return row.type === "all" || row.type === "shape" ? [] : undefined;
  const index: Expression | undefined = readFormula(row.node, reading);
  if (index?.op === "axis") return [index.axis.id];
  return index?.op === "number" ? [] : undefined;
}

/** `t[:, :half]` and `t[:, half:]`, whatever the half is called. */
function halfOf({ from, to }: { readonly from: string; readonly to: string }): Columns | undefined {
  const isHalf = (text: string): boolean => /half|\/\/?\s*2/.test(text);
  if (from === "" && isHalf(to)) return { type: "share", index: 0, of: 2 };
  return to === "" && isHalf(from) ? { type: "share", index: 1, of: 2 } : undefined;
}
