import { type Cell, type Marginal, type Matrix, placeInGroup } from "./matrix.ts";
import { paintCells } from "./paintCells.ts";
import { axisNumbers, gapBeforeBars, numberStep, type PlotLayout } from "./plotLayout.ts";
import { rampOf, type Theme } from "./theme.ts";
import { type Viewport, visibleCells } from "./viewport.ts";

/** On the page, or off it for exports. */
type Canvas2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A matrix as it stands in its box. */
export interface MatrixScene {
  readonly matrix: Matrix;
  readonly view: Viewport;
  readonly layout: PlotLayout;
  readonly theme: Theme;
  /** Device pixels per CSS pixel; cells are painted at the sharper of the two. */
  readonly density: number;
  readonly cursor: Cell | null;
}

/** Draws cells, axes, bars and the crosshair. The context's unit is one CSS pixel. */
export function drawMatrix(context: Canvas2d, scene: MatrixScene): void {
  drawCells(context, scene);
  drawFrame(context, scene);
  context.font = `11px ${scene.theme.font}`;
  context.fillStyle = scene.theme.muted;
  drawRowLabels(context, scene);
  drawColLabels(context, scene);
  drawBars(context, scene);
  if (scene.cursor !== null) drawCrosshair(context, scene, scene.cursor);
}

function drawCells(context: Canvas2d, scene: MatrixScene): void {
  const { matrix, view, layout, theme, density } = scene;
  const width = Math.max(1, Math.round(layout.width * density));
  const height = Math.max(1, Math.round(layout.height * density));
  const ramp = rampOf(theme, matrix.scale);
  const pixels = paintCells(matrix, ramp, view, { width, height });
  const sheet = new OffscreenCanvas(width, height);
  sheet.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(sheet, layout.left, layout.top, layout.width, layout.height);
}

function drawFrame(context: Canvas2d, { matrix, view, layout, theme }: MatrixScene): void {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(layout.left - 0.5, layout.top - 0.5, layout.width + 1, layout.height + 1);
  context.fillStyle = theme.background;
  for (const { start } of matrix.groups ?? []) {
    const x = layout.left + (start - view.x) * layout.cellWidth;
    if (start > 0 && x > layout.left)
      context.fillRect(Math.round(x) - 2, layout.top, 4, layout.height);
  }
}

function drawRowLabels(context: Canvas2d, scene: MatrixScene): void {
  const { matrix, view, layout } = scene;
  if (matrix.origin !== undefined && layout.rowLabels === "numbers") {
    drawRowNumbers(context, matrix, layout);
    return;
  }
  const rows = visibleCells(view.y, matrix.rows / view.scale, matrix.rows);
  const step = layout.rowLabels === "tokens" ? 1 : numberStep(layout.cellHeight, 14);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (let row = rows.start; row < rows.start + rows.count; row++) {
    if (row % step !== 0) continue;
    const y = layout.top + (row + 0.5 - view.y) * layout.cellHeight;
    if (y < layout.top || y > layout.top + layout.height) continue;
    const isTokens = layout.rowLabels === "tokens";
    const text = isTokens ? fit(context, matrix.rowLabels[row] ?? "", layout.left - 8) : `${row}`;
    context.fillText(text, layout.left - 5, y);
  }
}

function drawColLabels(context: Canvas2d, scene: MatrixScene): void {
  const { matrix, view, layout } = scene;
  if (matrix.origin !== undefined) {
    drawColNumbers(context, matrix, layout);
    return;
  }
  const isTokens = layout.colLabels === "tokens";
  const cols = visibleCells(view.x, matrix.cols / view.scale, matrix.cols);
  const step = isTokens ? 1 : numberStep(layout.cellWidth, 24);
  for (let col = cols.start; col < cols.start + cols.count; col++) {
    const x = layout.left + (col + 0.5 - view.x) * layout.cellWidth;
    const isOutside = x < layout.left || x > layout.left + layout.width;
    if (isOutside || placeInGroup(matrix, col).index % step !== 0) continue;
    if (isTokens) drawTurned(context, matrix.colLabels[col] ?? "", x, layout);
    else drawNumber(context, columnNumber(matrix, col), x, layout);
  }
}

/** Round numbers, wherever in a cell they fall: cells that stand for several rows begin at any. */
function drawRowNumbers(context: Canvas2d, { origin, rows }: Matrix, layout: PlotLayout): void {
  if (origin === undefined) return;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const axis = { from: origin.row, perCell: origin.rowsPerCell, cells: rows };
  for (const { number, at } of axisNumbers(axis, layout.cellHeight, 14)) {
    context.fillText(String(number), layout.left - 5, layout.top + at * layout.cellHeight);
  }
}

function drawColNumbers(context: Canvas2d, { origin, cols }: Matrix, layout: PlotLayout): void {
  if (origin === undefined) return;
  const axis = { from: origin.col, perCell: origin.colsPerCell, cells: cols };
  for (const { number, at } of axisNumbers(axis, layout.cellWidth, 40)) {
    drawNumber(context, String(number), layout.left + at * layout.cellWidth, layout);
  }
}

function drawTurned(context: Canvas2d, text: string, x: number, layout: PlotLayout): void {
  context.save();
  context.translate(x, layout.top - 4);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(fit(context, text, layout.top - 6), 0, 0);
  context.restore();
}

function drawNumber(context: Canvas2d, text: string, x: number, layout: PlotLayout): void {
  context.textBaseline = "alphabetic";
  context.textAlign = "center";
  context.fillText(text, x, layout.top - 4);
}

/** Counted within its group, whose name stands at its first column. */
function columnNumber(matrix: Matrix, col: number): string {
  const { name, index } = placeInGroup(matrix, col);
  return index === 0 && name !== "" ? `${name} 0` : String(index);
}

/** Bars of what each visible row (right) and column (below) adds up to. */
function drawBars(context: Canvas2d, scene: MatrixScene): void {
  const { matrix, view, layout } = scene;
  if (layout.bars === 0) return;
  const rows = visibleCells(view.y, matrix.rows / view.scale, matrix.rows);
  const cols = visibleCells(view.x, matrix.cols / view.scale, matrix.cols);
  context.save();
  context.beginPath();
  context.rect(
    layout.left,
    layout.top,
    layout.width + gapBeforeBars + layout.bars,
    layout.height + gapBeforeBars + layout.bars,
  );
  context.clip();
  const right = layout.left + layout.width + gapBeforeBars;
  const below = layout.top + layout.height + gapBeforeBars;
  const inset = layout.cellWidth >= 4 ? 0.5 : 0;
  for (let row = rows.start; row < rows.start + rows.count; row++) {
    const y = layout.top + (row - view.y) * layout.cellHeight;
    const length = barLength(matrix.right, row, layout.bars);
    context.fillStyle = barColour(scene, matrix.right, row);
    context.fillRect(right, y + inset, length, layout.cellHeight - 2 * inset);
  }
  for (let col = cols.start; col < cols.start + cols.count; col++) {
    const x = layout.left + (col - view.x) * layout.cellWidth;
    const length = barLength(matrix.bottom, col, layout.bars);
    context.fillStyle = barColour(scene, matrix.bottom, col);
    context.fillRect(x + inset, below, layout.cellWidth - 2 * inset, length);
  }
  context.restore();
}

function barLength(marginal: Marginal | undefined, index: number, full: number): number {
  if (marginal === undefined) return 0;
  let most = 0;
  for (const value of marginal.values) most = Math.max(most, Math.abs(value));
  return most === 0 ? 0 : (Math.abs(marginal.values[index] ?? 0) / most) * full;
}

function barColour(
  { theme, matrix }: MatrixScene,
  marginal: Marginal | undefined,
  index: number,
): string {
  if (matrix.scale.kind === "sequential" || marginal === matrix.right) return theme.muted;
  return (marginal?.values[index] ?? 0) < 0 ? theme.below : theme.above;
}

/** Two lines through the cell that is read and a frame around it, legible on every colour. */
function drawCrosshair(context: Canvas2d, scene: MatrixScene, cell: Cell): void {
  const { view, layout, theme } = scene;
  const x = layout.left + (cell.col - view.x) * layout.cellWidth;
  const y = layout.top + (cell.row - view.y) * layout.cellHeight;
  context.save();
  context.beginPath();
  context.rect(layout.left - 2, layout.top - 2, layout.width + 4, layout.height + 4);
  context.clip();
  context.globalAlpha = 0.55;
  context.fillStyle = theme.foreground;
  const middleX = Math.round(x + layout.cellWidth / 2);
  const middleY = Math.round(y + layout.cellHeight / 2);
  context.fillRect(middleX, layout.top, 1, y - layout.top);
  context.fillRect(middleX, y + layout.cellHeight, 1, layout.top + layout.height - y);
  context.fillRect(layout.left, middleY, x - layout.left, 1);
  context.fillRect(x + layout.cellWidth, middleY, layout.left + layout.width - x, 1);
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = theme.background;
  context.strokeRect(x - 1.75, y - 1.75, layout.cellWidth + 3.5, layout.cellHeight + 3.5);
  context.strokeStyle = theme.foreground;
  context.strokeRect(x - 0.5, y - 0.5, layout.cellWidth + 1, layout.cellHeight + 1);
  context.restore();
}

/** The text, or as much of it as has room. */
function fit(context: Canvas2d, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length)}…`;
}
