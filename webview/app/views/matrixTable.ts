import { type Matrix, placeInGroup, valueAt } from "../../render/matrix.ts";
import { formatFixed } from "../../render/numbers.ts";
import { clampViewport, type Viewport, visibleCells } from "../../render/viewport.ts";
import { element } from "../element.ts";

/** Larger tables are neither read nor scrolled; the picture is magnified to choose the part. */
const mostRows = 64;
const mostCols = 64;

/** The numbers of the visible part of a picture. */
export function matrixTable(matrix: Matrix, wanted: Viewport): HTMLElement {
  const view = clampViewport(wanted, matrix);
  const rows = visibleCells(view.y, matrix.rows / view.scale, matrix.rows);
  const cols = visibleCells(view.x, matrix.cols / view.scale, matrix.cols);
  const rowCount = Math.min(rows.count, mostRows);
  const colCount = Math.min(cols.count, mostCols);
  const isCut = rowCount < rows.count || colCount < cols.count;
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, `${matrix.rowTitle} ╲ ${matrix.colTitle}`),
  );
  for (let col = cols.start; col < cols.start + colCount; col++) {
    head.append(element("th", { scope: "col" }, columnLabel(matrix, col)));
  }
  const body = element("tbody");
  for (let row = rows.start; row < rows.start + rowCount; row++) {
    const line = element("tr", {}, element("th", { scope: "row" }, label(matrix.rowLabels, row)));
    for (let col = cols.start; col < cols.start + colCount; col++) {
      const value = valueAt(matrix, row, col);
      line.append(element("td", {}, value === undefined ? "" : formatFixed(value, 4)));
    }
    body.append(line);
  }
  const caption = isCut
    ? `${matrix.name}: the first ${rowCount} × ${colCount} of ${rows.count} × ${cols.count} visible cells`
    : `${matrix.name}: the visible cells`;
  const table = element(
    "table",
    { class: "numbers" },
    element("caption", {}, caption),
    element("thead", {}, head),
    body,
  );
  return element(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": caption },
    table,
  );
}

function columnLabel(matrix: Matrix, col: number): string {
  const { name, index } = placeInGroup(matrix, col);
  return name === "" ? label(matrix.colLabels, col) : `${name} ${index}`;
}

function label(labels: readonly string[], index: number): string {
  const text = labels[index];
  return text === undefined || text.startsWith(`${index} `)
    ? (text ?? String(index))
    : `${index} ${text}`;
}
