import { schemeLabel } from "../../../../src/core/positions/registry.ts";
import {
  positionMeaning,
  type TensorRole,
  tensorRoleNames,
} from "../../../../src/core/tensors/roles/tensorRoles.ts";
import type { ModelSnapshot } from "../../../../src/protocol/contract.ts";
import { formatBytes, formatCount } from "../../../render/numbers.ts";
import { element, setText } from "../../element.ts";
import type { AppState } from "../../state.ts";
import type { Store } from "../../store.ts";
import type { TensorIndex } from "../../tensors/tensorIndex.ts";
import {
  countText,
  filteredTensors,
  nodeRows,
  openAtFirst,
  orderedNodes,
  shapeText,
  type TensorOrder,
  type TensorRow,
} from "../../tensors/tensorRows.ts";
import { indexOf } from "../../tensors/tensorWork.ts";
import { wholeView } from "../../tensors/wholeView.ts";
import { remembering, type View } from "../../view.ts";
import { TensorGrid } from "./tensorGrid.ts";
import { elementCount } from "../../../../src/core/formats/dtype.ts";

/** Search, roles, and all tensors by module; those that hold positions first. */
export class TensorList implements View {
  readonly element: HTMLElement;
  readonly #search = element("input", {
    type: "search",
    placeholder: "Search",
    "aria-label": "Search tensors",
    class: "filter",
  });
  readonly #roles = element("div", { class: "roles", role: "group", "aria-label": "Roles" });
  readonly #total = element("p", { class: "note" });
  readonly #grid: TensorGrid;
  #model: ModelSnapshot | null = null;
  #chosen: string | undefined;
  #order: TensorOrder = { column: "name", direction: "up" };
  #wanted: ReadonlySet<TensorRole> = new Set();
  /** Rows that the user opened or closed; the others are as they were at first. */
  #toggled: ReadonlyMap<string, boolean> = new Map();

  constructor(store: Store) {
    this.#grid = new TensorGrid({
      choose: ({ tensor }) => {
        if (tensor === undefined || tensor.name === this.#chosen) return;
        const change = { tensor: wholeView(tensor) };
        store.dispatch({ type: "viewChanged", change, by: "user" });
      },
      toggle: ({ key, isOpen }) => {
        this.#toggled = new Map([...this.#toggled, [key, isOpen !== true]]);
        this.#fill();
      },
      order: (order) => {
        this.#order = order;
        this.#fill();
        this.#grid.scrollToTop();
      },
    });
    this.#search.addEventListener("input", () => this.#filtered());
    const tools = element("div", { class: "list-tools" }, this.#search, this.#roles);
    this.element = element("div", { class: "tensor-list" }, tools, this.#grid.element, this.#total);
  }

  update({ model, view }: AppState): void {
    const isOther = model !== this.#model;
    const chosen = view.tensor?.name;
    if (!isOther && chosen === this.#chosen) return;
    this.#model = model;
    this.#chosen = chosen;
    if (isOther) this.#fillRoles();
    this.#fill();
    if (isOther && chosen !== undefined) this.#grid.scrollTo(`tensor ${chosen}`);
  }

  readonly #tensorsOf = remembering(
    (index: TensorIndex, text: string, roles: ReadonlySet<TensorRole>) =>
      filteredTensors(index, { text, roles }),
  );
  readonly #nodesOf = remembering(orderedNodes);
  readonly #openOf = remembering(openAtFirst);

  #filtered(): void {
    // What a search finds is all shown, whatever was closed before.
    this.#toggled = new Map();
    this.#fill();
    this.#grid.scrollToTop();
  }

  #fill(): void {
    const model = this.#model;
    if (model === null) return;
    const index = indexOf(model);
    const text = this.#search.value;
    const tensors = this.#tensorsOf(index, text, this.#wanted);
    const isSearch = tensors !== index.tensors;
    const nodes = this.#nodesOf(tensors, this.#order);
    const open = this.#openOf(nodes);
    // Parts of packed weights stay out of the way until they are asked for.
    const isOpen = (key: string): boolean =>
      this.#toggled.get(key) ?? (key.startsWith("module ") && (isSearch || open.has(key)));
    const isTree = this.#order.column === "name";
    const positions = isSearch || !isTree ? [] : this.#positionRows(model, index);
    const rows = [...positions, ...nodeRows(nodes, isOpen)];
    const { elements } = index;
    this.#grid.show({ rows, order: this.#order, elements, chosen: this.#chosen });
    setText(this.#total, totalText(tensors, index));
  }

  /** Tensors that hold positions with what they mean, or why there are none. */
  #positionRows(model: ModelSnapshot, { positions }: TensorIndex): readonly TensorRow[] {
    if (positions.length === 0) return [noteRow("positions", noPositions(model), 1)];
    const key = "group positions";
    const isOpen = this.#toggled.get(key) ?? true;
    const group: TensorRow = {
      ...noteRow("positions", "Positions", 1),
      key,
      kind: "group",
      isOpen,
      shape: countText(positions.length),
    };
    if (!isOpen) return [group];
    const rows: TensorRow[] = [];
    let before: string | undefined;
    for (const tensor of positions) {
      const meaning = positionMeaning(tensor.name) ?? "";
      if (meaning !== before) rows.push(noteRow(`meaning ${tensor.name}`, meaning, 2));
      before = meaning;
      rows.push({
        ...noteRow(`position ${tensor.name}`, tensor.name, 2),
        kind: "tensor",
        tensor,
        dtype: tensor.dtypeName,
        shape: shapeText(tensor.shape),
        bytes: tensor.byteLength,
        elements: elementCount(tensor.shape),
      });
    }
    return [group, ...rows];
  }

  #fillRoles(): void {
    const counts = this.#model === null ? new Map() : indexOf(this.#model).roleCounts;
    const buttons = tensorRoleNames
      .filter((role) => counts.has(role))
      .map((role) => {
        const button = element(
          "button",
          { type: "button", class: "role", "aria-pressed": "false" },
          role,
        );
        button.addEventListener("click", () => {
          const next = new Set(this.#wanted);
          if (!next.delete(role)) next.add(role);
          this.#wanted = next;
          button.setAttribute("aria-pressed", String(next.has(role)));
          this.#filtered();
        });
        return button;
      });
    this.#wanted = new Set();
    this.#roles.replaceChildren(...buttons);
  }
}

function noteRow(key: string, label: string, level: number): TensorRow {
  return {
    key: `note ${key}`,
    kind: "note",
    label,
    level,
    isOpen: undefined,
    tensor: undefined,
    dtype: "",
    shape: "",
    bytes: undefined,
    elements: undefined,
  };
}

function noPositions({ spec, tensors }: ModelSnapshot): string {
  if (tensors.length === 0) return "No tensors were found.";
  if (spec === null) return "No tensor holds positions, as far as its name tells.";
  const stored = spec.scheme.kind === "rope" ? "it is computed from the config" : "none is stored";
  return `No tensor holds positions: ${schemeLabel(spec.scheme)}, ${stored}.`;
}

function totalText(
  rows: readonly { readonly byteLength: number }[],
  { tensors, elements }: TensorIndex,
): string {
  const bytes = rows.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const share = rows.length === tensors.length ? "" : ` of ${formatCount(tensors.length)}`;
  const parameters = share === "" ? ` · ${formatCount(elements)} parameters` : "";
  return `${formatCount(rows.length)}${share} tensors${parameters} · ${formatBytes(bytes)}`;
}
