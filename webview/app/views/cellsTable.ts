import { element } from "../element.ts";

/** Rows of texts; the first column names its row. */
export interface Cells {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Class of a row, by its index. */
  readonly rowClass?: (index: number) => string;
}

/** A table that scrolls by itself, with its header in sight. */
export function cellsTable({ caption, columns, rows, rowClass }: Cells): HTMLElement {
  const lines = rows.map(([first = "", ...rest], index) =>
    element(
      "tr",
      { class: rowClass?.(index) },
      element("th", { scope: "row" }, first),
      ...rest.map((text) => element("td", {}, text)),
    ),
  );
  const heads = columns.map((name) => element("th", { scope: "col" }, name));
  return element(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": caption },
    element(
      "table",
      { class: "numbers" },
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...lines),
    ),
  );
}
