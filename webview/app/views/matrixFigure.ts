import { Heatmap } from "../../render/heatmap.ts";
import { type Cell, type Matrix, placeInGroup, valueAt } from "../../render/matrix.ts";
import { formatFixed } from "../../render/numbers.ts";
import type { Theme } from "../../render/theme.ts";
import { wholeMap } from "../../render/viewport.ts";
import { element, setText } from "../element.ts";
import { remembering } from "../view.ts";
import { legend } from "./legend.ts";
import { matrixTable } from "./matrixTable.ts";

/** A token's row is as high as its label. */
const vectorRowHeight = 15;

/** One matrix of numbers with its caption, its reading and its table. */
export class MatrixFigure {
  readonly element: HTMLElement;
  readonly #theme: () => Theme;
  readonly #map: Heatmap;
  readonly #source = element("p", { class: "note" });
  readonly #reading = element("p", { class: "reading-line" });
  readonly #spoken = element("div", { "aria-live": "polite", class: "spoken" });
  readonly #legend = element("div", { class: "legend-slot" });
  readonly #table = element("div", { class: "table-slot" });
  readonly #instead = element("p", { class: "instead" });
  #matrix: Matrix | undefined;
  #cursor: Cell | null = null;

  /** @param rowHeight pixels of a row, or square cells */
  constructor(name: string, theme: () => Theme, rowHeight: number | "square" = vectorRowHeight) {
    this.#theme = theme;
    this.#map = new Heatmap(name, rowHeight, {
      cursorMoved: (cell, by) => this.#read(cell, by),
      viewChanged: () => undefined,
    });
    this.element = element(
      "section",
      { class: "figure" },
      element("h2", {}, name),
      this.#instead,
      this.#source,
      this.#reading,
      this.#map.canvas,
      this.#legend,
      this.#spoken,
      this.#table,
    );
  }

  explain(reason: string): void {
    setText(this.#instead, reason);
    this.#toggle("nothing");
  }

  show(matrix: Matrix, source: string, isTable: boolean): void {
    if (this.#matrix !== matrix) this.#cursor = null;
    this.#matrix = matrix;
    this.#toggle("picture");
    setText(this.#source, source);
    this.#draw();
    this.#fillTable(isTable ? matrix : null);
  }

  readonly #fillTable = remembering((matrix: Matrix | null) => {
    this.#table.replaceChildren(...(matrix === null ? [] : [matrixTable(matrix, wholeMap)]));
  });

  readonly #fillLegend = remembering((matrix: Matrix, theme: Theme) => {
    this.#legend.replaceChildren(legend(matrix.scale, theme, "value"));
  });

  #read(cell: Cell | null, by: "pointer" | "keyboard"): void {
    this.#cursor = cell;
    this.#draw();
    if (by === "keyboard") setText(this.#spoken, this.#reading.textContent);
  }

  #draw(): void {
    const matrix = this.#matrix;
    if (matrix === undefined) return;
    const theme = this.#theme();
    this.#map.show({ matrix, view: wholeMap, cursor: this.#cursor, theme });
    this.#fillLegend(matrix, theme);
    setText(this.#reading, readingOf(matrix, this.#cursor));
  }

  #toggle(what: "picture" | "nothing"): void {
    const isPicture = what === "picture";
    this.#instead.hidden = isPicture;
    const parts = [this.#source, this.#reading, this.#map.canvas, this.#legend, this.#table];
    for (const part of parts) part.hidden = !isPicture;
  }
}

function readingOf(matrix: Matrix, cell: Cell | null): string {
  const value = cell === null ? undefined : valueAt(matrix, cell.row, cell.col);
  if (cell === null || value === undefined) return "Point at a cell to read it.";
  const { row, col } = cell;
  const { name, index } = placeInGroup(matrix, col);
  const column = `${name === "" ? matrix.colTitle : name} ${matrix.colLabels[col] ?? index}`;
  return `${matrix.rowTitle} ${matrix.rowLabels[row] ?? row}   ${column}   ${formatFixed(value, 5)}`;
}
