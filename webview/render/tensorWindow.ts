import type { Span } from "../../src/core/tensors/tensorPlane.ts";

/** The rows and columns of a plane that are seen. */
export interface TensorWindow {
  readonly rows: Span;
  readonly cols: Span;
}

export interface PlaneSize {
  readonly rows: number;
  readonly cols: number;
}

/** Share of the box, from its top left corner; the place that stays where it is. */
export interface BoxPoint {
  readonly x: number;
  readonly y: number;
}

/** Fewer elements along an axis than this are as large as anybody needs them. */
const fewest = 4;

/**
 * Magnifies by `factor`. Where elements are wider than high, or higher than wide, the denser axis goes first until
 * they are square: a table of 50 000 rows is magnified to rows that can be told apart while its columns stay.
 * `box` is the height of the picture divided by its width.
 */
export function zoomWindow(
  { rows, cols }: TensorWindow,
  plane: PlaneSize,
  zoom: { readonly factor: number; readonly at: BoxPoint; readonly box: number },
): TensorWindow {
  const { factor, at, box } = zoom;
  // How much higher than wide an element is.
  const shape = (box * lengthOf(cols)) / Math.max(1, lengthOf(rows));
  const share = Math.min(factor, Math.max(1, shape >= 1 ? shape : 1 / shape));
  const denser = factor <= 1 ? 1 : share;
  const both = factor / denser;
  const [rowFactor, colFactor] = shape >= 1 ? [both, both * denser] : [both * denser, both];
  return {
    rows: scaled(rows, plane.rows, rowFactor, at.y),
    cols: scaled(cols, plane.cols, colFactor, at.x),
  };
}

/** Moves by whole elements and stops at the edges. */
export function panWindow(
  { rows, cols }: TensorWindow,
  plane: PlaneSize,
  by: { readonly rows: number; readonly cols: number },
): TensorWindow {
  return { rows: moved(rows, plane.rows, by.rows), cols: moved(cols, plane.cols, by.cols) };
}

/** The smallest move that brings an element into view. */
export function revealElement(
  window: TensorWindow,
  plane: PlaneSize,
  { row, col }: { readonly row: number; readonly col: number },
): TensorWindow {
  const way = ([from, to]: Span, at: number): number =>
    at < from ? at - from : Math.max(0, at + 1 - to);
  return panWindow(window, plane, { rows: way(window.rows, row), cols: way(window.cols, col) });
}

export function isWhole({ rows, cols }: TensorWindow, plane: PlaneSize): boolean {
  return lengthOf(rows) === plane.rows && lengthOf(cols) === plane.cols;
}

function scaled([from, to]: Span, size: number, factor: number, at: number): Span {
  const before = to - from;
  const wanted = Math.round(before / factor);
  const length = Math.min(size, Math.max(Math.min(fewest, size), wanted));
  const start = Math.round(from + at * (before - length));
  const first = Math.min(Math.max(0, start), size - length);
  return [first, first + length];
}

function moved([from, to]: Span, size: number, by: number): Span {
  const first = Math.min(Math.max(0, from + Math.round(by)), size - (to - from));
  return [first, first + to - from];
}

function lengthOf([from, to]: Span): number {
  return to - from;
}
