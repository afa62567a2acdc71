import { FormatError } from "../../../src/core/errors.ts";
import type { PositionalVectors } from "../../../src/core/positions/positionalVectors.ts";
import { positionalVectors, schemeLabel } from "../../../src/core/positions/registry.ts";
import { Heatmap } from "../../render/heatmap.ts";
import { type Cell, type Matrix, placeInGroup, valueAt } from "../../render/matrix.ts";
import { formatFixed } from "../../render/numbers.ts";
import type { Theme } from "../../render/theme.ts";
import { wholeMap } from "../../render/viewport.ts";
import { whyNoAttention } from "../computeJob.ts";
import { element, setText } from "../element.ts";
import { embeddingMatrix, vectorsMatrix } from "../matrices.ts";
import type { AppState } from "../state.ts";
import type { Store } from "../store.ts";
import { remembering, type View } from "../view.ts";
import { legend } from "./legend.ts";
import { matrixTable } from "./matrixTable.ts";
import { tableButton } from "./tableButton.ts";

const rowHeight = 15;

/** Vectors of the positions of the prompt, or the sentence that says why there are none. */
export type ShownVectors =
  { readonly vectors: PositionalVectors; readonly matrix: Matrix } | { readonly reason: string };

/** Positional vectors of the prompt's positions, computed; the input embedding of its tokens beside them, measured. */
export function createVectorsView(store: Store, theme: () => Theme): View {
  const position = new VectorFigure("Positional vectors", theme);
  const embedding = new VectorFigure("Input embeddings", theme);
  const tools = element("div", { class: "figure-head" }, tableButton(store, "vectors"));
  const shown = remembering(shownVectors);
  const embedded = remembering(embeddingMatrix);
  return {
    element: element(
      "div",
      { class: "vectors-view" },
      tools,
      element("div", { class: "vectors" }, position.element, embedding.element),
    ),
    update(state) {
      const isTable = state.tables.includes("vectors");
      const { model, tokens } = state;
      if (model === null || tokens.status !== "ready") return;
      const found = shown(model.spec, tokens.pieces);
      if ("reason" in found) position.explain(found.reason);
      else {
        const { formula, parts } = found.vectors;
        const axis = parts.map(({ name, width }) => `${name} of ${width} pairs`).join(" | ");
        position.show(found.matrix, `computed · ${formula} · ${axis}`, isTable);
      }
      const values = state.computed.embedding;
      if (values === null) embedding.explain(noEmbedding(state));
      else if (values.tokens === tokens.pieces.length) {
        const source = `measured from the file · what enters layer 0, [${values.tokens}, ${values.width}]`;
        embedding.show(embedded(values, tokens.pieces), source, isTable);
      }
    },
  };
}

/** The same for views and exports. */
export function shownVectors(
  spec: NonNullable<AppState["model"]>["spec"],
  pieces: readonly string[],
): ShownVectors {
  if (spec === null)
    return { reason: "The config could not be read, so the scheme stays unknown." };
  if (pieces.length === 0)
    return { reason: "Type a sentence to see the vectors of its positions." };
  try {
    const positions = pieces.map((_, index) => index);
    const vectors = positionalVectors(spec.scheme, positions, pieces.length);
    if (vectors !== undefined) return { vectors, matrix: vectorsMatrix(vectors, pieces) };
    const { scheme } = spec;
    const reason =
      scheme.kind === "unknown"
        ? scheme.reason
        : `${schemeLabel(scheme)} acts on pairs of positions`;
    return { reason: `No positional vectors: ${reason}` };
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.message };
    throw error;
  }
}

function noEmbedding({ model, run }: AppState): string {
  if (model !== null && model.spec !== null && model.tensors.length === 0) {
    return "No weights were found beside the config, so there are no embeddings to measure.";
  }
  const reason = model === null ? "" : whyNoAttention(model);
  if (reason !== "") return reason;
  return run.status === "failed" ? run.message : "Reading the embedding rows…";
}

/** One matrix of vectors with its caption, its reading and its table. */
class VectorFigure {
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

  constructor(name: string, theme: () => Theme) {
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
  const column = `${name === "" ? matrix.colTitle : name} ${index}`;
  return `${matrix.rowTitle} ${matrix.rowLabels[row] ?? row}   ${column}   ${formatFixed(value, 5)}`;
}
