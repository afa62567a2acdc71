import { formatBytes, formatShare } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import type { TensorColumn, TensorOrder, TensorRow } from "../../tensors/tensorRows.ts";
import { actOfKey } from "./gridKeys.ts";

export interface TensorGridHooks {
  choose(row: TensorRow): void;
  toggle(row: TensorRow): void;
  order(order: TensorOrder): void;
}

export interface TensorGridLook {
  readonly rows: readonly TensorRow[];
  readonly order: TensorOrder;
  /** Elements of the whole checkpoint, which shares are shares of. */
  readonly elements: number;
  /** Name of the tensor that is shown. */
  readonly chosen: string | undefined;
}

const columns: readonly (readonly [TensorColumn, string])[] = [
  ["name", "Name"],
  ["dtype", "Type"],
  ["shape", "Shape"],
  ["bytes", "Size"],
  ["share", "Share"],
];

/** Height of a row in CSS pixels; the style sheet has the same. */
const rowHeight = 22;
const spareRows = 20;

/** The WAI-ARIA tree grid. Only rows in sight are in the page, however many there are. */
export class TensorGrid {
  readonly element: HTMLElement;
  readonly #hooks: TensorGridHooks;
  readonly #body = element("div", { role: "rowgroup", class: "grid-body" });
  readonly #headers: ReadonlyMap<TensorColumn, HTMLElement>;
  #look: TensorGridLook | undefined;
  /** Key of the row that the keyboard is at. */
  #active: string | undefined;

  constructor(hooks: TensorGridHooks) {
    this.#hooks = hooks;
    this.#headers = new Map(columns.map(([column, name]) => [column, this.#header(column, name)]));
    const head = element("div", { role: "row", class: "grid-row headers", "aria-rowindex": 1 });
    head.append(...this.#headers.values());
    this.element = element(
      "div",
      { role: "treegrid", class: "tensor-grid", tabindex: 0, "aria-label": "Tensors" },
      element("div", { role: "rowgroup", class: "grid-head" }, head),
      this.#body,
    );
    this.element.setAttribute("aria-colcount", String(columns.length));
    this.element.addEventListener("scroll", () => this.#fill());
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => this.#click(event));
    new ResizeObserver(() => this.#fill()).observe(this.element);
  }

  show(look: TensorGridLook): void {
    const before = this.#look;
    this.#look = look;
    this.element.setAttribute("aria-rowcount", String(look.rows.length + 1));
    for (const [column, header] of this.#headers) {
      header.setAttribute("aria-sort", sortOf(column, look.order));
    }
    const active = look.rows.find(({ key }) => key === this.#active)?.tensor?.name;
    const isOther = look.chosen !== undefined && before?.chosen !== look.chosen;
    if (isOther && active !== look.chosen) {
      this.#active = `tensor ${look.chosen}`;
    }
    this.#fill();
  }

  /** Brings a row to where it can be seen. */
  scrollTo(key: string): void {
    const index = this.#look?.rows.findIndex((row) => row.key === key) ?? -1;
    if (index < 0) return;
    const { clientHeight, scrollTop } = this.element;
    const top = index * rowHeight;
    const room = clientHeight - rowHeight - headHeight;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top > scrollTop + room) this.element.scrollTop = top - room;
  }

  scrollToTop(): void {
    this.element.scrollTop = 0;
  }

  #fill(): void {
    const look = this.#look;
    if (look === undefined) return;
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spareRows);
    const count = Math.ceil((clientHeight || 400) / rowHeight) + 2 * spareRows;
    const shown = look.rows.slice(first, first + count);
    this.#body.style.height = `${look.rows.length * rowHeight}px`;
    this.#body.style.paddingTop = `${first * rowHeight}px`;
    this.#body.replaceChildren(...shown.map((row, index) => this.#row(row, first + index, look)));
    const at = shown.findIndex(({ key }) => key === this.#active);
    if (at < 0) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", rowId(first + at));
  }

  #row(row: TensorRow, index: number, look: TensorGridLook): HTMLElement {
    const isChosen = row.kind === "tensor" && row.tensor?.name === look.chosen;
    const made = element("div", {
      role: "row",
      id: rowId(index),
      class: `grid-row ${row.kind}${row.key === this.#active ? " active" : ""}`,
      "aria-level": row.level,
      "aria-rowindex": index + 2,
      "aria-expanded": row.isOpen === undefined ? undefined : String(row.isOpen),
      "aria-selected": row.kind === "tensor" ? String(isChosen) : undefined,
      "data-index": index,
    });
    made.append(this.#nameCell(row));
    if (row.kind === "note") return made;
    const share =
      row.elements === undefined ? "" : formatShare(row.elements, Math.max(1, look.elements));
    const bytes = row.bytes === undefined ? "" : formatBytes(row.bytes);
    const texts = [row.dtype, row.shape, bytes, share];
    made.append(
      ...texts.map((text, at) =>
        element("div", { role: "gridcell", class: columns[at + 1]?.[0] ?? "", title: text }, text),
      ),
    );
    return made;
  }

  #nameCell({ label, level, isOpen, kind, tensor }: TensorRow): HTMLElement {
    const twistie = element("span", { class: "twistie", "aria-hidden": "true" });
    if (isOpen !== undefined) setText(twistie, isOpen ? "⌄" : "›");
    const text = element("span", { class: "label" }, label);
    const title = kind === "tensor" ? tensor?.name : label;
    const attributes = { role: "gridcell", class: "name", title };
    const cell = element("div", attributes, twistie, text);
    if (kind === "note") cell.setAttribute("aria-colspan", String(columns.length));
    cell.style.paddingLeft = `${4 + (level - 1) * 14}px`;
    return cell;
  }

  #click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const index = target?.closest("[data-index]")?.getAttribute("data-index");
    const row = this.#look?.rows[Number(index ?? -1)];
    if (row === undefined) return;
    this.#active = row.key;
    const isTwistie = target?.closest(".twistie") !== null;
    if (row.isOpen !== undefined && (row.kind !== "tensor" || isTwistie)) this.#hooks.toggle(row);
    else this.#choose(row);
    this.#fill();
  }

  #choose(row: TensorRow): void {
    if (row.tensor !== undefined) this.#hooks.choose(row);
  }

  #key(event: KeyboardEvent): void {
    const rows = this.#look?.rows ?? [];
    if (event.target !== this.element || event.altKey || event.ctrlKey || rows.length === 0) return;
    const at = rows.findIndex(({ key }) => key === this.#active);
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 2);
    const act = actOfKey(event.key, { rows, at, page });
    if (act === undefined) return;
    event.preventDefault();
    const row = rows[at];
    if (typeof act === "number") this.#moveTo(rows, act);
    else if (row !== undefined) this.#act(act, row);
  }

  #act(act: "toggle" | "choose", row: TensorRow): void {
    if (act === "choose" && row.tensor !== undefined) this.#choose(row);
    else this.#toggle(row);
  }

  #toggle(row: TensorRow): void {
    if (row.isOpen !== undefined) this.#hooks.toggle(row);
  }

  #moveTo(rows: readonly TensorRow[], wanted: number): void {
    const row = rows[Math.min(rows.length - 1, Math.max(0, wanted))];
    if (row === undefined) return;
    this.#active = row.key;
    this.scrollTo(row.key);
    this.#fill();
  }

  #header(column: TensorColumn, name: string): HTMLElement {
    const button = element("button", { type: "button", class: "sort" }, name);
    button.addEventListener("click", () => {
      const order = this.#look?.order;
      // Sizes are looked for from the largest down.
      const first = column === "name" || column === "dtype" ? "up" : "down";
      const other = order?.direction === "up" ? "down" : "up";
      this.#hooks.order({ column, direction: order?.column === column ? other : first });
    });
    return element("div", { role: "columnheader", class: column }, button);
  }
}

const headHeight = 24;

function rowId(index: number): string {
  return `tensor-row-${index}`;
}

function sortOf(column: TensorColumn, order: TensorOrder): string {
  if (column !== order.column) return "none";
  return order.direction === "up" ? "ascending" : "descending";
}
