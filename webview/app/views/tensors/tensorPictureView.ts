import { cellOfElement } from "../../../../src/core/tensors/poolRows.ts";
import type { TensorView } from "../../../../src/protocol/contract.ts";
import type { Cell, Matrix } from "../../../render/matrix.ts";
import { formatSignificant } from "../../../render/numbers.ts";
import { TensorMap } from "../../../render/tensorMap.ts";
import type { Theme } from "../../../render/theme.ts";
import { element, setText } from "../../element.ts";
import type { AppState } from "../../state.ts";
import type { Store } from "../../store.ts";
import { pictureMatrix, pictureName } from "../../tensors/pictureMatrix.ts";
import { shownTensor } from "../../tensors/tensorWork.ts";
import { planeOf } from "../../tensors/wholeView.ts";
import { remembering, type View } from "../../view.ts";
import type { ViewParts } from "../viewParts.ts";
import { legend } from "../legend.ts";
import { tableButton } from "../tableButton.ts";
import { PictureTools } from "./pictureTools.ts";
import { pictureTable } from "./pictureTable.ts";
import { createTaskLine, type TaskLine } from "./taskLine.ts";

/** The heat map of a tensor or of a part of it, with the exact value under the cursor. */
export class TensorPictureView implements View {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #theme: () => Theme;
  readonly #map: TensorMap;
  readonly #tools: PictureTools;
  readonly #task: TaskLine;
  readonly #reading = element("p", { class: "reading-line" });
  readonly #spoken = element("div", { "aria-live": "polite", class: "spoken" });
  readonly #legend = element("div", { class: "legend-slot" });
  readonly #table = element("div", { class: "table-slot" });
  #speaks = false;

  constructor({ store, theme, tensorWork }: ViewParts) {
    this.#store = store;
    this.#theme = theme;
    this.#map = new TensorMap("Tensor", {
      cursorMoved: (cursor, by) => this.#moveCursor(cursor, by),
      windowChanged: ({ rows, cols }) => this.#change({ rows, cols }),
      roomChanged: (room) => this.#roomChanged(room),
    });
    this.#tools = new PictureTools({
      change: (change) => this.#change(change),
      zoom: (factor) => this.#map.zoom(factor),
      table: tableButton(store, "tensor"),
    });
    this.#task = createTaskLine("Picture", { cancel: () => tensorWork.cancelPicture() });
    this.element = element(
      "div",
      { class: "figure tensor-figure" },
      this.#tools.element,
      this.#reading,
      this.#map.canvas,
      this.#task.element,
      this.#legend,
      this.#spoken,
      this.#table,
    );
  }

  update(state: AppState): void {
    const { model, tensor, view } = shownTensor(state);
    if (tensor === undefined) return;
    this.#tools.show(model, tensor, view);
    const { picture, pictureTask, tokens, cursor } = state.tensors;
    this.#task.show(pictureTask, "there");
    const isOf = picture?.view.name === view.name;
    this.#map.canvas.classList.toggle("stale", !isOf || !isSameView(picture.view, view));
    this.#map.canvas.hidden = !isOf && pictureTask.status === "failed";
    this.#map.canvas.setAttribute("aria-label", `Values of ${pictureName(view)}`);
    if (picture === null || !isOf) return;
    const matrix = this.#matrixOf(picture.view, picture.cells, tokens);
    const { rows, cols } = view;
    const look = { cells: matrix, shown: picture.cells, window: { rows, cols }, cursor };
    const theme = this.#theme();
    this.#map.show({ ...look, plane: planeOf(tensor), theme });
    this.#fillLegend(matrix, theme);
    this.#fillTable(state.tables.includes("tensor") ? matrix : null);
    this.#read(state, matrix);
  }

  readonly #matrixOf = remembering(pictureMatrix);

  readonly #fillLegend = remembering((matrix: Matrix, theme: Theme): void => {
    this.#legend.replaceChildren(legend(matrix.scale, theme, "value"));
  });

  readonly #fillTable = remembering((matrix: Matrix | null): void => {
    this.#table.replaceChildren(...(matrix === null ? [] : [pictureTable(matrix)]));
  });

  #read(state: AppState, matrix: Matrix): void {
    const { text, isWhole } = readingText(state, matrix);
    setText(this.#reading, text);
    // Announced once, when the value is there.
    if (this.#speaks && isWhole) {
      this.#speaks = false;
      setText(this.#spoken, text);
    }
  }

  #moveCursor(cursor: Cell | null, by: "pointer" | "keyboard"): void {
    const before = this.#store.state.tensors.cursor;
    if (before?.row === cursor?.row && before?.col === cursor?.col) return;
    this.#speaks = by === "keyboard";
    this.#store.dispatch({ type: "tensors", change: { cursor } });
  }

  #change(change: Partial<TensorView>): void {
    const { view } = shownTensor(this.#store.state);
    if (view === undefined) return;
    const tensor = { ...view, ...change };
    this.#store.dispatch({ type: "viewChanged", change: { tensor }, by: "user" });
  }

  #roomChanged(room: NonNullable<AppState["tensors"]["room"]>): void {
    const before = this.#store.state.tensors.room;
    if (before?.width === room.width && before.height === room.height) return;
    this.#store.dispatch({ type: "tensors", change: { room } });
  }
}

function isSameView(one: TensorView, other: TensorView): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Where the cursor is, the exact value there, and what the cell that it is in stands for. */
function readingText(
  { tensors }: AppState,
  matrix: Matrix,
): { readonly text: string; readonly isWhole: boolean } {
  const { cursor, element: found, tokens, picture } = tensors;
  if (cursor === null || picture === null) {
    return { text: "Point at an element to read it, or use the arrow keys.", isWhole: false };
  }
  const { row, col } = cursor;
  const isThere = found?.row === row && found.col === col;
  const token = tokens.get(row);
  const parts = [
    `row ${row}${token === undefined ? "" : ` ${token}`}`,
    `column ${col}`,
    isThere ? `${valueName(picture.view)} ${found.text.replace(/^-/, "−")}` : "…",
    cellText(picture, matrix, cursor),
  ];
  return { text: parts.filter((part) => part !== "").join("   "), isWhole: isThere };
}

/** In a difference the element is that of the first tensor. */
function valueName({ against, name }: TensorView): string {
  return against === null ? "value" : name.split(".").slice(-2).join(".");
}

function cellText(
  { view, cells }: NonNullable<AppState["tensors"]["picture"]>,
  matrix: Matrix,
  { row, col }: Cell,
): string {
  const { rows, cols, height, width } = cells;
  const isOutside = row < rows[0] || row >= rows[1] || col < cols[0] || col >= cols[1];
  const isExact = rows[1] - rows[0] === height && cols[1] - cols[0] === width;
  if (isOutside || (isExact && view.against === null)) return "";
  const at = cellOfElement(rows, height, row) * width + cellOfElement(cols, width, col);
  const value = formatSignificant(matrix.values[at] ?? Number.NaN);
  if (isExact) return `difference ${value}`;
  const pool = view.pool === "mean" ? "mean" : "farthest from zero";
  return `${pool} of the cell ${value}`;
}
