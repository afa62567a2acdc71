import type { Cell } from "../../render/matrix.ts";
import { Heatmap } from "../../render/heatmap.ts";
import type { Theme } from "../../render/theme.ts";
import { wholeMap, zoomAround } from "../../render/viewport.ts";
import { element, setText } from "../element.ts";
import type { HeadView } from "../matrices.ts";
import type { AppState, MapName } from "../state.ts";
import type { Store } from "../store.ts";
import { remembering } from "../view.ts";
import { legend } from "./legend.ts";
import { matrixTable } from "./matrixTable.ts";
import { readingFields, readingSentence } from "./reading.ts";
import { tableButton } from "./tableButton.ts";

const mapNames: readonly MapName[] = ["with", "without", "difference"];
const titles: Readonly<Record<MapName, string>> = {
  with: "With position",
  without: "Without position",
  difference: "Difference",
};

/** Three maps of one head that are panned, magnified and read as one. */
export class AttentionMaps {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #theme: () => Theme;
  readonly #maps: ReadonlyMap<MapName, MapParts>;
  readonly #fields: ReadonlyMap<string, HTMLElement>;
  readonly #spoken = element("div", { "aria-live": "polite", class: "spoken" });
  readonly #tables = element("div", { class: "table-slot" });
  #head: HeadView | undefined;

  constructor(store: Store, theme: () => Theme) {
    this.#store = store;
    this.#theme = theme;
    this.#maps = new Map(mapNames.map((name) => [name, this.#createMap(name)]));
    const names = ["query", "key", "distance", "with", "without", "difference"];
    this.#fields = new Map(names.map((name) => [name, element("dd", {}, "–")]));
    this.element = element(
      "section",
      { class: "figure maps-figure" },
      this.#toolbar(),
      element("div", { class: "maps" }, ...[...this.#maps.values()].map(({ figure }) => figure)),
      this.#spoken,
      this.#tables,
    );
  }

  update(head: HeadView, state: AppState): void {
    this.#head = head;
    this.element.classList.toggle("single", state.kind === "heatmap");
    for (const [name, { map, figure, showLegend }] of this.#maps) {
      figure.hidden = state.kind === "heatmap" && state.shownMap !== name;
      if (figure.hidden) continue;
      const matrix = head.matrices[name];
      const theme = this.#theme();
      map.show({ matrix, view: state.view.zoom, cursor: state.cursor, theme });
      showLegend(matrix.scale, theme);
    }
    for (const [name, value] of readingFields(head.matrices, state.cursor)) {
      const field = this.#fields.get(name);
      if (field !== undefined) setText(field, value);
    }
    this.#showTables(head, state);
  }

  readonly #fillTables = remembering(
    (head: HeadView | null, zoom: AppState["view"]["zoom"], names: string) => {
      const shown = mapNames.filter((name) => names.includes(`|${name}|`));
      this.#tables.replaceChildren(
        ...(head === null ? [] : shown.map((name) => matrixTable(head.matrices[name], zoom))),
      );
    },
  );

  #showTables(head: HeadView, state: AppState): void {
    const isShown = state.tables.includes("attention");
    const names = state.kind === "heatmap" ? [state.shownMap] : mapNames;
    this.#fillTables(
      isShown ? head : null,
      state.view.zoom,
      names.map((name) => `|${name}|`).join(""),
    );
  }

  #createMap(name: MapName): MapParts {
    const accessible = {
      with: "Attention with position",
      without: "Attention without position",
      difference: "Difference",
    }[name];
    const map = new Heatmap(accessible, "square", {
      cursorMoved: (cell, by) => this.#moveCursor(cell, by),
      viewChanged: (zoom) =>
        this.#store.dispatch({ type: "viewChanged", change: { zoom }, by: "user" }),
    });
    const slot = element("div", { class: "legend-slot" });
    const caption =
      name === "difference" ? "with − without" : "attention weight, colour by its square root";
    const showLegend = remembering((scale: Parameters<typeof legend>[0], theme: Theme) => {
      slot.replaceChildren(legend(scale, theme, caption));
    });
    const figure = element(
      "figure",
      { class: "map" },
      element("figcaption", {}, titles[name]),
      map.canvas,
      element("p", { class: "note marginals" }, marginalNotes[name]),
      slot,
    );
    return { map, figure, showLegend };
  }

  #toolbar(): HTMLElement {
    const button = (name: string, text: string, act: () => void): HTMLElement => {
      const made = element(
        "vscode-button",
        { appearance: "secondary", class: "small", "aria-label": name, title: name },
        text,
      );
      made.addEventListener("click", act);
      return made;
    };
    const fields = [...this.#fields].map(([name, value]) =>
      element("div", { class: `field ${name}` }, element("dt", {}, name), value),
    );
    return element(
      "div",
      { class: "figure-head" },
      element("dl", { class: "reading" }, ...fields),
      element(
        "div",
        { class: "tools" },
        button("Zoom in", "+", () => this.#zoom(1.5)),
        button("Zoom out", "−", () => this.#zoom(1 / 1.5)),
        button("1:1, whole map", "1:1", () => this.#setZoom(wholeMap)),
        tableButton(this.#store, "attention"),
      ),
    );
  }

  #moveCursor(cell: Cell | null, by: "pointer" | "keyboard"): void {
    this.#store.dispatch({ type: "cursor", cell });
    if (by === "keyboard" && cell !== null && this.#head !== undefined) {
      setText(this.#spoken, readingSentence(this.#head.matrices, cell));
    }
  }

  #zoom(factor: number): void {
    const matrix = this.#head?.matrices.with;
    if (matrix === undefined) return;
    const { zoom } = this.#store.state.view;
    const half = matrix.cols / zoom.scale / 2;
    this.#setZoom(zoomAround(zoom, factor, { x: zoom.x + half, y: zoom.y + half }, matrix));
  }

  #setZoom(zoom: AppState["view"]["zoom"]): void {
    this.#store.dispatch({ type: "viewChanged", change: { zoom }, by: "user" });
  }
}

interface MapParts {
  readonly map: Heatmap;
  readonly figure: HTMLElement;
  readonly showLegend: (scale: Parameters<typeof legend>[0], theme: Theme) => void;
}

const weightNote = "right: entropy per query · below: mean per key";
const marginalNotes: Readonly<Record<MapName, string>> = {
  with: weightNote,
  without: weightNote,
  difference: "right: share moved per query · below: mean per key",
};
