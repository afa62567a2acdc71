import { colNumber, type Matrix, rowNumber, valueAt } from "../../../render/matrix.ts";
import { formatSignificant } from "../../../render/numbers.ts";
import { element } from "../../element.ts";

/** Larger tables are neither read nor scrolled; the picture is magnified to choose the part. */
const most = 48;

/** The cells of a picture as numbers, under the numbers of their first row and column. */
export function pictureTable(matrix: Matrix): HTMLElement {
  const rows = Math.min(matrix.rows, most);
  const cols = Math.min(matrix.cols, most);
  const head = element("tr", {}, element("th", { scope: "col" }, "row ╲ column"));
  for (let col = 0; col < cols; col++) {
    head.append(element("th", { scope: "col" }, String(colNumber(matrix, col))));
  }
  const body = element("tbody");
  for (let row = 0; row < rows; row++) {
    const label = matrix.rowLabels[row] ?? String(rowNumber(matrix, row));
    const line = element("tr", {}, element("th", { scope: "row" }, label));
    for (let col = 0; col < cols; col++) {
      line.append(element("td", {}, formatSignificant(valueAt(matrix, row, col) ?? Number.NaN)));
    }
    body.append(line);
  }
  const isCut = rows < matrix.rows || cols < matrix.cols;
  const caption = isCut
    ? `${matrix.name}: the first ${rows} × ${cols} of ${matrix.rows} × ${matrix.cols} cells`
    : `${matrix.name}: the cells of the picture`;
  const table = element(
    "table",
    { class: "numbers" },
    element("caption", {}, caption),
    element("thead", {}, head),
    body,
  );
  const attributes = { class: "scroller", tabindex: 0, role: "region", "aria-label": caption };
  return element("div", attributes, table);
}
