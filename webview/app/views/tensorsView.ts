import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import { formatBytes, formatCount } from "../../render/numbers.ts";
import { element, setText } from "../element.ts";
import type { AppState } from "../state.ts";
import { shapeText, type TensorColumn, type TensorOrder, tensorRows } from "../tensorRows.ts";
import { remembering, type View } from "../view.ts";

const columns: readonly (readonly [TensorColumn, string])[] = [
  ["name", "Name"],
  ["dtype", "Type"],
  ["shape", "Shape"],
  ["bytes", "Bytes"],
  ["file", "File"],
];

/** Height of a row in CSS pixels; the style sheet has the same. */
const rowHeight = 22;
const spareRows = 20;

/** All tensors of the checkpoint; only the rows in sight are in the page, however many there are. */
export function createTensorsView(): View {
  return new TensorsView();
}

class TensorsView implements View {
  readonly element: HTMLElement;
  readonly #total = element("p", { class: "note" });
  readonly #filter = element("vscode-text-field", {
    placeholder: "Filter",
    "aria-label": "Filter tensors",
    class: "filter",
  }) as HTMLElement & { value: string };
  readonly #body = element("tbody");
  readonly #headers: ReadonlyMap<TensorColumn, HTMLElement>;
  readonly #scroller: HTMLElement;
  #tensors: readonly TensorInfo[] = [];
  #order: TensorOrder = { column: "name", direction: "up" };

  constructor() {
    this.#headers = new Map(columns.map(([column, name]) => [column, this.#header(column, name)]));
    const table = element(
      "table",
      { class: "tensors", "aria-label": "Tensors" },
      element("thead", {}, element("tr", {}, ...this.#headers.values())),
      this.#body,
    );
    this.#scroller = element(
      "div",
      { class: "tensor-scroller", tabindex: 0, role: "region", "aria-label": "Tensors" },
      table,
    );
    this.element = element(
      "div",
      { class: "tensors-view" },
      element("div", { class: "figure-head" }, this.#filter, this.#total),
      this.#scroller,
    );
    this.#filter.addEventListener("input", () => this.#fill("top"));
    this.#scroller.addEventListener("scroll", () => this.#fill("here"));
    new ResizeObserver(() => this.#fill("here")).observe(this.#scroller);
  }

  update({ model }: AppState): void {
    this.#take(model?.tensors ?? []);
  }

  readonly #take = remembering((tensors: readonly TensorInfo[]) => {
    this.#tensors = tensors;
    this.#fill("top");
  });

  readonly #rows = remembering(tensorRows);

  #fill(where: "top" | "here"): void {
    const rows = this.#rows(this.#tensors, this.#filter.value, this.#order);
    if (where === "top") this.#scroller.scrollTop = 0;
    const first = Math.max(0, Math.floor(this.#scroller.scrollTop / rowHeight) - spareRows);
    const count = Math.ceil((this.#scroller.clientHeight || 400) / rowHeight) + 2 * spareRows;
    const shown = rows.slice(first, first + count);
    const after = rows.length - first - shown.length;
    this.#body.replaceChildren(spacer(first), ...shown.map(tensorRow), spacer(after));
    setText(this.#total, totalText(rows, this.#tensors));
    for (const [column, header] of this.#headers) {
      header.setAttribute("aria-sort", this.#sortOf(column));
    }
  }

  #sortOf(column: TensorColumn): string {
    if (column !== this.#order.column) return "none";
    return this.#order.direction === "up" ? "ascending" : "descending";
  }

  #header(column: TensorColumn, name: string): HTMLElement {
    const button = element("button", { type: "button", class: "sort" }, name);
    button.addEventListener("click", () => {
      const isSame = this.#order.column === column;
      const direction = isSame && this.#order.direction === "up" ? "down" : "up";
      this.#order = { column, direction };
      this.#fill("top");
    });
    return element("th", { scope: "col", class: column }, button);
  }
}

function tensorRow(tensor: TensorInfo): HTMLElement {
  const cells = [
    tensor.name,
    tensor.dtypeName,
    shapeText(tensor),
    formatCount(tensor.byteLength),
    tensor.file,
  ];
  return element(
    "tr",
    {},
    ...cells.map((text, index) =>
      element("td", { class: columns[index]?.[0] ?? "", title: text }, text),
    ),
  );
}

/** Keeps the scrollbar true for rows that are not in the page. */
function spacer(rows: number): HTMLElement {
  const row = element("tr", { class: "spacer", "aria-hidden": "true" });
  row.style.height = `${rows * rowHeight}px`;
  row.hidden = rows === 0;
  return row;
}

function totalText(rows: readonly TensorInfo[], all: readonly TensorInfo[]): string {
  if (all.length === 0) return "No weights were found beside the config.";
  const bytes = rows.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const share = rows.length === all.length ? "" : ` of ${formatCount(all.length)}`;
  return `${formatCount(rows.length)}${share} tensors · ${formatBytes(bytes)}`;
}
