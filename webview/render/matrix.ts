import type { ValueScale } from "./valueScale.ts";

/** A place in a matrix. */
export interface Cell {
  readonly row: number;
  readonly col: number;
}

/** A quantity per row or column, drawn as bars along a side of a map. */
export interface Marginal {
  readonly values: Float32Array;
  /** What one bar is, with its unit: "entropy of the row, bits". */
  readonly name: string;
}

/**
 * Which keys a query may see: itself and those before it, `window` in all; `null` = all before it.
 * What it may not see is not zero but not there: left blank, and no part of any mean.
 */
export interface Sight {
  readonly window: number | null;
}

export interface ColumnGroup {
  readonly name: string;
  readonly start: number;
  readonly width: number;
}

/** Number of the first row and column, and of elements that a cell stands for along each axis. */
export interface MatrixOrigin {
  readonly row: number;
  readonly col: number;
  readonly rowsPerCell: number;
  readonly colsPerCell: number;
}

/** Numbers to be drawn as colours. */
export interface Matrix {
  /** Accessible name of the picture. */
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** [rows, cols], row-major. */
  readonly values: Float32Array;
  readonly scale: ValueScale;
  readonly rowLabels: readonly string[];
  readonly colLabels: readonly string[];
  readonly rowTitle: string;
  readonly colTitle: string;
  /** Only for maps of attention. */
  readonly sight?: Sight;
  /** Columns that belong together, side by side and counted from 0 each. Without: all are one group. */
  readonly groups?: readonly ColumnGroup[];
  /** Where cells stand for parts of something larger: the number written at each is counted there. */
  readonly origin?: MatrixOrigin;
  readonly right?: Marginal;
  readonly bottom?: Marginal;
}

export function isMasked({ sight }: Matrix, row: number, col: number): boolean {
  return sight !== undefined && !sees(sight, row, col);
}

export function sees({ window }: Sight, query: number, key: number): boolean {
  return key <= query && (window === null || query - key < window);
}

/** `undefined` for what is masked or outside. */
export function valueAt(matrix: Matrix, row: number, col: number): number | undefined {
  const isInside = row >= 0 && col >= 0 && row < matrix.rows && col < matrix.cols;
  return isInside && !isMasked(matrix, row, col)
    ? matrix.values[row * matrix.cols + col]
    : undefined;
}

/** The group a column is in and its number there; no name where all columns are one group. */
export function placeInGroup(
  matrix: Matrix,
  col: number,
): { readonly name: string; readonly index: number } {
  const group = matrix.groups?.find(({ start, width }) => col >= start && col < start + width);
  return group === undefined
    ? { name: "", index: col }
    : { name: group.name, index: col - group.start };
}

/** The number of the first row that stands in a row of cells. */
export function rowNumber({ origin }: Matrix, row: number): number {
  return origin === undefined ? row : origin.row + Math.floor(row * origin.rowsPerCell);
}

/** The same of a column. */
export function colNumber({ origin }: Matrix, col: number): number {
  return origin === undefined ? col : origin.col + Math.floor(col * origin.colsPerCell);
}
