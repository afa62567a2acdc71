import { type Matrix, rowNumber } from "./matrix.ts";
import type { Viewport } from "./viewport.ts";

/** Smallest cell, in CSS pixels, beside which a token can be read. */
const labelledCell = 11;

/** Where things stand in a map's box, in CSS pixels. */
export interface PlotLayout {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowLabels: "tokens" | "numbers";
  readonly colLabels: "tokens" | "numbers";
  /** Thickness of the bars at the right and below; 0 without. */
  readonly bars: number;
  /** Height of the whole box. */
  readonly boxHeight: number;
}

const tokenGutter = 68;
const numberTop = 16;
const barThickness = 20;
const barGap = 4;

/**
 * Attention maps are square; other matrices take rows of the given height.
 * Token labels need room of their own, so they are given only where the cells stay large enough beside them.
 */
export function plotLayout(
  matrix: Matrix,
  view: Viewport,
  box: { readonly width: number; readonly rowHeight: number | "square" },
): PlotLayout {
  const barRoom = matrix.right === undefined ? 0 : barThickness + barGap;
  const visibleCols = matrix.cols / view.scale;
  const visibleRows = matrix.rows / view.scale;
  const plotWidth = (left: number): number => Math.max(24, box.width - left - barRoom - 1);
  const rowHeight = (width: number): number =>
    box.rowHeight === "square" ? width / visibleRows : box.rowHeight;
  const tokenRows =
    matrix.rowLabels.length > 0 && rowHeight(plotWidth(tokenGutter)) >= labelledCell;
  const left = tokenRows ? tokenGutter : numberGutter(rowNumber(matrix, matrix.rows));
  const width = plotWidth(left);
  const cellWidth = width / visibleCols;
  const tokenCols = cellWidth >= labelledCell && matrix.colLabels.length > 0;
  const top = tokenCols ? tokenGutter - 12 : numberTop;
  const height = rowHeight(width) * visibleRows;
  return {
    left,
    top,
    width,
    height,
    cellWidth,
    cellHeight: height / visibleRows,
    rowLabels: tokenRows ? "tokens" : "numbers",
    colLabels: tokenCols ? "tokens" : "numbers",
    bars: matrix.right === undefined ? 0 : barThickness,
    boxHeight: Math.ceil(top + height + barRoom + 1),
  };
}

/** Room for the longest row number. */
function numberGutter(rows: number): number {
  return 12 + 7 * String(Math.max(10, rows - 1)).length;
}

/** Distance between bars and plot. */
export const gapBeforeBars = barGap;

/** The cell under a point of the box, or `null` beside the plot. */
export function cellAt(
  layout: PlotLayout,
  view: Viewport,
  matrix: Matrix,
  point: { readonly x: number; readonly y: number },
): { readonly row: number; readonly col: number } | null {
  const col = Math.floor(view.x + (point.x - layout.left) / layout.cellWidth);
  const row = Math.floor(view.y + (point.y - layout.top) / layout.cellHeight);
  const isBeside =
    point.x < layout.left ||
    point.y < layout.top ||
    point.x >= layout.left + layout.width ||
    point.y >= layout.top + layout.height;
  return isBeside || row < 0 || col < 0 || row >= matrix.rows || col >= matrix.cols
    ? null
    : { row, col };
}

/** Every how many cells a number is written so that numbers do not touch. */
export function numberStep(cell: number, room: number): number {
  for (const step of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]) {
    if (step * cell >= room) return step;
  }
  return 10_000;
}

/** Numbers to write along an axis whose cells stand for several of something, with their places in cells. */
export function axisNumbers(
  axis: { readonly from: number; readonly perCell: number; readonly cells: number },
  cell: number,
  room: number,
): readonly { readonly number: number; readonly at: number }[] {
  const { from, perCell, cells } = axis;
  const wanted = (room / cell) * perCell;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= wanted) ?? 1;
  const numbers: { number: number; at: number }[] = [];
  for (
    let number = Math.ceil(from / step) * step;
    number < from + cells * perCell;
    number += step
  ) {
    numbers.push({ number, at: (number - from + 0.5) / perCell });
  }
  return numbers;
}
