import { drawMatrix } from "./drawMatrix.ts";
import { createMapCanvas, fittedContext } from "./mapCanvas.ts";
import type { Cell, Matrix } from "./matrix.ts";
import { cellAt, plotLayout, type PlotLayout } from "./plotLayout.ts";
import type { Theme } from "./theme.ts";
import { clampViewport, reveal, type Viewport, wholeMap, zoomAround } from "./viewport.ts";

export interface HeatmapHooks {
  /** `by` tells a pointer from the keyboard: only the latter's readings are announced. */
  cursorMoved(cell: Cell | null, by: "pointer" | "keyboard"): void;
  viewChanged(view: Viewport): void;
}

export interface HeatmapLook {
  readonly matrix: Matrix;
  readonly view: Viewport;
  readonly cursor: Cell | null;
  readonly theme: Theme;
}

/** A canvas that shows a matrix and can be read by pointer and arrow keys. */
export class Heatmap {
  readonly canvas: HTMLCanvasElement;
  readonly #rowHeight: number | "square";
  readonly #hooks: HeatmapHooks;
  #look: HeatmapLook | undefined;
  #layout: PlotLayout | undefined;
  #isScheduled = false;
  #drag: { x: number; y: number; view: Viewport } | undefined;

  constructor(name: string, rowHeight: number | "square", hooks: HeatmapHooks) {
    this.#rowHeight = rowHeight;
    this.#hooks = hooks;
    this.canvas = createMapCanvas(name, {
      moved: (event) => this.#pointerMoved(event),
      left: () => hooks.cursorMoved(null, "pointer"),
      grabbed: (event) => this.#grab(event),
      released: () => (this.#drag = undefined),
      zoomed: (event, factor) => this.#zoomAt(event, factor),
      wheeled: (event) => this.#wheel(event),
      key: (event) => this.#key(event),
    });
    new ResizeObserver(() => this.#schedule()).observe(this.canvas);
  }

  show(look: HeatmapLook): void {
    const before = this.#look;
    this.#look = look;
    if (before === undefined || !isSameLook(before, look)) this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    const look = this.#look;
    const width = this.canvas.clientWidth;
    if (look === undefined || width === 0) return;
    const view = clampViewport(look.view, look.matrix);
    const layout = plotLayout(look.matrix, view, { width, rowHeight: this.#rowHeight });
    this.#layout = layout;
    const context = fittedContext(this.canvas, { width, height: layout.boxHeight });
    if (context === null) return;
    const density = window.devicePixelRatio;
    drawMatrix(context, { ...look, view, layout, density });
  }

  #pointerMoved(event: PointerEvent): void {
    const { matrix, view, layout } = this.#scene();
    if (matrix === undefined) return;
    if (this.#drag !== undefined && event.buttons !== 0) {
      const x = this.#drag.view.x - (event.offsetX - this.#drag.x) / layout.cellWidth;
      const y = this.#drag.view.y - (event.offsetY - this.#drag.y) / layout.cellHeight;
      this.#hooks.viewChanged(clampViewport({ scale: view.scale, x, y }, matrix));
      return;
    }
    const point = { x: event.offsetX, y: event.offsetY };
    this.#hooks.cursorMoved(cellAt(layout, view, matrix, point), "pointer");
  }

  #grab(event: PointerEvent): void {
    const { view } = this.#scene();
    if (view === undefined || view.scale <= 1) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.#drag = { x: event.offsetX, y: event.offsetY, view };
  }

  /** Plain scrolling belongs to the page; with Ctrl or a pinch, which arrives as the same, it magnifies. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#zoomAt(event, Math.exp(-event.deltaY / 200));
  }

  #zoomAt(event: MouseEvent, factor: number): void {
    const { matrix, view, layout } = this.#scene();
    if (matrix === undefined) return;
    const at = {
      x: view.x + (event.offsetX - layout.left) / layout.cellWidth,
      y: view.y + (event.offsetY - layout.top) / layout.cellHeight,
    };
    this.#hooks.viewChanged(zoomAround(view, factor, at, matrix));
  }

  #key(event: KeyboardEvent): void {
    const { matrix, view, cursor } = this.#scene();
    if (matrix === undefined || event.altKey) return;
    const from = cursor ?? { row: Math.floor(view.y), col: Math.floor(view.x) };
    const zoom = zoomOfKey(event.key);
    const move = moveOfKey(event.key, event.shiftKey ? 10 : 1, from, matrix);
    if (zoom === undefined && move === undefined) return;
    event.preventDefault();
    if (zoom !== undefined) {
      const at = { x: from.col + 0.5, y: from.row + 0.5 };
      this.#hooks.viewChanged(zoom === 0 ? wholeMap : zoomAround(view, zoom, at, matrix));
    } else if (move !== undefined) {
      // The first arrow only shows where the reading starts.
      const isFirst = cursor === null && event.key.startsWith("Arrow");
      this.#moveTo(isFirst ? from : clampCell(move, matrix), view, matrix);
    }
  }

  #moveTo(cell: Cell, view: Viewport, matrix: Matrix): void {
    const moved = reveal(view, cell, matrix);
    if (moved.x !== view.x || moved.y !== view.y) this.#hooks.viewChanged(moved);
    this.#hooks.cursorMoved(cell, "keyboard");
  }

  #scene():
    | { matrix: Matrix; view: Viewport; layout: PlotLayout; cursor: Cell | null }
    | { matrix?: undefined; view?: undefined; layout?: undefined; cursor?: undefined } {
    if (this.#look === undefined || this.#layout === undefined) return {};
    const { matrix, view, cursor } = this.#look;
    return { matrix, view: clampViewport(view, matrix), layout: this.#layout, cursor };
  }
}

function isSameLook(one: HeatmapLook, other: HeatmapLook): boolean {
  return (
    one.matrix === other.matrix &&
    one.view === other.view &&
    one.cursor === other.cursor &&
    one.theme === other.theme
  );
}

/** A factor, 0 for the whole map, `undefined` for keys that do not zoom. */
export function zoomOfKey(key: string): number | undefined {
  if (key === "+" || key === "=") return 1.5;
  if (key === "-" || key === "_") return 1 / 1.5;
  return key === "0" ? 0 : undefined;
}

function moveOfKey(key: string, step: number, from: Cell, matrix: Matrix): Cell | undefined {
  switch (key) {
    case "ArrowUp":
      return { ...from, row: from.row - step };
    case "ArrowDown":
      return { ...from, row: from.row + step };
    case "ArrowLeft":
      return { ...from, col: from.col - step };
    case "ArrowRight":
      return { ...from, col: from.col + step };
    case "Home":
      return { ...from, col: 0 };
    case "End":
      return { ...from, col: matrix.sight !== undefined ? from.row : matrix.cols - 1 };
    case "PageUp":
      return { ...from, row: 0 };
    case "PageDown":
      return { ...from, row: matrix.rows - 1 };
    default:
      return undefined;
  }
}

function clampCell(cell: Cell, matrix: Matrix): Cell {
  return {
    row: Math.min(matrix.rows - 1, Math.max(0, cell.row)),
    col: Math.min(matrix.cols - 1, Math.max(0, cell.col)),
  };
}
