import type { ExportedSlice, ExportFormat, ModelSnapshot } from "../../../src/protocol/contract.ts";
import type { Figure } from "../../render/figure.ts";
import { colNumber, type Matrix, rowNumber, valueAt } from "../../render/matrix.ts";
import type { AppState } from "../state.ts";
import { pictureMatrix, pictureName } from "./pictureMatrix.ts";
import { shownTensor } from "./tensorWork.ts";

/**
 * A part of a tensor as numbers is written by the host from the file itself, every element exactly;
 * `undefined` where the picture itself is the file: for images, and for differences.
 */
export function tensorSlice(state: AppState, format: ExportFormat): ExportedSlice | undefined {
  const { model, view } = shownTensor(state);
  if (model === undefined || view.against !== null || (format !== "csv" && format !== "npy")) {
    return undefined;
  }
  const { name, leading, rows, cols } = view;
  const stem = `${model.label}-${pictureName(view)}`;
  return { name: `${stem}.${format}`, format, slice: { name, leading, rows, cols } };
}

/** The picture of a tensor as it is on the screen, or a sentence that says why there is none. */
export function tensorFigure(state: AppState): Figure | string {
  const { model, tensors } = state;
  const { picture } = tensors;
  if (model === null || picture === null || shownTensor(state).view?.name !== picture.view.name) {
    return "No tensor is shown yet: choose one in the Tensors tab.";
  }
  const matrix = pictureMatrix(picture.view, picture.cells, tensors.tokens);
  return {
    stem: `${model.label}-${pictureName(picture.view)}`.replace(/[^\w.-]+/g, "_").slice(0, 120),
    title: `${model.label} · ${matrix.name}`,
    notes: pictureNotes(model, picture),
    panels: [matrix],
    shape: "square",
    chart: undefined,
    array: { shape: [matrix.rows, matrix.cols], values: matrix.values },
    table: { columns: ["row", "column", "value"], rows: tableRows(matrix) },
  };
}

function pictureNotes(
  { path }: ModelSnapshot,
  { view, cells }: NonNullable<AppState["tensors"]["picture"]>,
): readonly string[] {
  const { rows, cols, height, width } = cells;
  const isExact = rows[1] - rows[0] === height && cols[1] - cols[0] === width;
  const pooled =
    view.pool === "mean"
      ? "a cell is the mean of its elements"
      : "a cell is its element farthest from zero";
  const part = `Rows ${rows[0]} to ${rows[1] - 1}, columns ${cols[0]} to ${cols[1] - 1}`;
  return [
    `${part}; ${isExact ? "a cell is an element" : `${height} × ${width} cells: ${pooled}`}.`,
    `Measured from the files of ${path}.`,
  ];
}

function* tableRows(matrix: Matrix): Generator<readonly (string | number)[]> {
  for (let row = 0; row < matrix.rows; row++) {
    for (let col = 0; col < matrix.cols; col++) {
      const value = valueAt(matrix, row, col) ?? Number.NaN;
      yield [rowNumber(matrix, row), colNumber(matrix, col), value];
    }
  }
}
