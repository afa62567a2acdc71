import { cellOfElement } from "../../src/core/tensors/poolRows.ts";
import { drawMatrix } from "./drawMatrix.ts";
import { zoomOfKey } from "./heatmap.ts";
import { createMapCanvas, fittedContext } from "./mapCanvas.ts";
import type { Cell, Matrix } from "./matrix.ts";
import { plotLayout, type PlotLayout } from "./plotLayout.ts";
import {
  isWhole,
  panWindow,
  type PlaneSize,
  revealElement,
  type TensorWindow,
  zoomWindow,
} from "./tensorWindow.ts";
import type { Theme } from "./theme.ts";
import { wholeMap } from "./viewport.ts";

export interface TensorMapHooks {
  /** `by` tells a pointer from the keyboard: only the latter's readings are announced. */
  cursorMoved(element: Cell | null, by: "pointer" | "keyboard"): void;
  windowChanged(window: TensorWindow): void;
  /** Most cells that there is room for. */
  roomChanged(room: { readonly height: number; readonly width: number }): void;
}

export interface TensorMapLook {
  /** The cells that came; their window may be an older one than `window`. */
  readonly cells: Matrix;
  readonly shown: TensorWindow;
  /** What is wanted. */
  readonly window: TensorWindow;
  readonly plane: PlaneSize;
  readonly cursor: Cell | null;
  readonly theme: Theme;
}

/** A picture is no higher than this, and its rows no higher than that, in CSS pixels. */
const mostHeight = 520;
const mostRowHeight = 26;
/** Room for row labels and the frame, for counting cells. */
const sides = 70;

/** A canvas that shows a part of a plane of any size, and asks for another part when it is moved or magnified. */
export class TensorMap {
  readonly canvas: HTMLCanvasElement;
  readonly #hooks: TensorMapHooks;
  #look: TensorMapLook | undefined;
  #layout: PlotLayout | undefined;
  #isScheduled = false;
  #drag: { readonly x: number; readonly y: number; readonly window: TensorWindow } | undefined;

  constructor(name: string, hooks: TensorMapHooks) {
    this.#hooks = hooks;
    this.canvas = createMapCanvas(name, {
      moved: (event) => this.#pointerMoved(event),
      left: () => hooks.cursorMoved(null, "pointer"),
      grabbed: (event) => this.#grab(event),
      released: () => (this.#drag = undefined),
      zoomed: (event, factor) => {
        const point = this.#pointOf(event);
        if (point !== undefined) this.#zoomAt(point, factor);
      },
      wheeled: (event) => this.#wheel(event),
      key: (event) => this.#key(event),
    });
    this.canvas.classList.add("tensor-map");
    new ResizeObserver(() => this.#resized()).observe(this.canvas);
  }

  show(look: TensorMapLook): void {
    this.#look = look;
    this.#schedule();
  }

  /** From the middle, as the buttons do it; 0 = all of it. */
  zoom(factor: number): void {
    const look = this.#look;
    if (look === undefined) return;
    if (factor === 0) {
      const { rows, cols } = look.plane;
      this.#hooks.windowChanged({ rows: [0, rows], cols: [0, cols] });
    } else this.#zoomAt({ x: 0.5, y: 0.5 }, factor);
  }

  #resized(): void {
    const width = this.canvas.clientWidth - sides;
    // Steps of 16, so that dragging the edge of a panel does not ask for a picture a pixel.
    if (width > 0) {
      this.#hooks.roomChanged({ height: mostHeight, width: Math.max(16, width - (width % 16)) });
    }
    this.#schedule();
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
    const { cells, shown, cursor, theme } = look;
    const rows = shown.rows[1] - shown.rows[0];
    const height = Math.min(mostHeight, Math.max(60, 0.8 * width), rows * mostRowHeight);
    const rowHeight = height / cells.rows;
    const layout = plotLayout(cells, wholeMap, { width, rowHeight });
    this.#layout = layout;
    const context = fittedContext(this.canvas, { width, height: layout.boxHeight });
    if (context === null) return;
    const density = window.devicePixelRatio;
    const cell = cursor === null ? null : cellOf(cursor, look);
    drawMatrix(context, { matrix: cells, view: wholeMap, layout, theme, density, cursor: cell });
  }

  #pointerMoved(event: PointerEvent): void {
    const [look, layout] = [this.#look, this.#layout];
    if (look === undefined || layout === undefined) return;
    const drag = this.#drag;
    if (drag !== undefined && event.buttons !== 0) {
      const { rows, cols } = drag.window;
      const by = {
        rows: ((drag.y - event.offsetY) / layout.height) * (rows[1] - rows[0]),
        cols: ((drag.x - event.offsetX) / layout.width) * (cols[1] - cols[0]),
      };
      this.#hooks.windowChanged(panWindow(drag.window, look.plane, by));
      return;
    }
    const point = this.#pointOf(event);
    this.#hooks.cursorMoved(point === undefined ? null : elementAt(point, look.shown), "pointer");
  }

  #grab(event: PointerEvent): void {
    const look = this.#look;
    if (look === undefined || isWhole(look.window, look.plane)) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.#drag = { x: event.offsetX, y: event.offsetY, window: look.window };
  }

  /** Plain scrolling belongs to the page; with Ctrl or a pinch, which arrives as the same, it magnifies. */
  #wheel(event: WheelEvent): void {
    const point = this.#pointOf(event);
    if ((!event.ctrlKey && !event.metaKey) || point === undefined) return;
    event.preventDefault();
    this.#zoomAt(point, Math.exp(-event.deltaY / 200));
  }

  #zoomAt(at: { readonly x: number; readonly y: number }, factor: number): void {
    const [look, layout] = [this.#look, this.#layout];
    if (look === undefined || layout === undefined) return;
    const box = layout.height / layout.width;
    this.#hooks.windowChanged(zoomWindow(look.window, look.plane, { factor, at, box }));
  }

  #key(event: KeyboardEvent): void {
    const look = this.#look;
    if (look === undefined || event.altKey) return;
    const zoom = zoomOfKey(event.key);
    const from = look.cursor ?? { row: look.window.rows[0], col: look.window.cols[0] };
    const move = moveOfKey(event.key, stepOf(look, event.shiftKey ? 10 : 1), from, look.plane);
    if (zoom === undefined && move === undefined) return;
    event.preventDefault();
    if (zoom !== undefined) this.#zoomByKey(zoom, look);
    else if (move !== undefined) {
      // The first arrow only shows where the reading starts.
      const isFirst = look.cursor === null && event.key.startsWith("Arrow");
      this.#moveTo(isFirst ? from : move, look);
    }
  }

  #zoomByKey(factor: number, { cursor, shown }: TensorMapLook): void {
    if (factor === 0 || cursor === null) this.zoom(factor);
    else this.#zoomAt(shareOf(cursor, shown), factor);
  }

  #moveTo(element: Cell, { window: wanted, plane }: TensorMapLook): void {
    const next = revealElement(wanted, plane, element);
    if (next.rows[0] !== wanted.rows[0] || next.cols[0] !== wanted.cols[0]) {
      this.#hooks.windowChanged(next);
    }
    this.#hooks.cursorMoved(element, "keyboard");
  }

  /** Share of the plot, or nothing beside it. */
  #pointOf(event: MouseEvent): { readonly x: number; readonly y: number } | undefined {
    const layout = this.#layout;
    if (layout === undefined) return undefined;
    const x = (event.offsetX - layout.left) / layout.width;
    const y = (event.offsetY - layout.top) / layout.height;
    return x >= 0 && y >= 0 && x < 1 && y < 1 ? { x, y } : undefined;
  }
}

function elementAt(
  { x, y }: { readonly x: number; readonly y: number },
  { rows, cols }: TensorWindow,
): Cell {
  return {
    row: rows[0] + Math.floor(y * (rows[1] - rows[0])),
    col: cols[0] + Math.floor(x * (cols[1] - cols[0])),
  };
}

/** The cell that an element is pooled into; nothing for one that is not in the picture. */
function cellOf({ row, col }: Cell, { cells, shown }: TensorMapLook): Cell | null {
  const { rows, cols } = shown;
  if (row < rows[0] || row >= rows[1] || col < cols[0] || col >= cols[1]) return null;
  return {
    row: cellOfElement(rows, cells.rows, row),
    col: cellOfElement(cols, cells.cols, col),
  };
}

function shareOf(cursor: Cell, { rows, cols }: TensorWindow): { x: number; y: number } {
  const inside = (share: number): number => Math.min(1, Math.max(0, share));
  return {
    x: inside((cursor.col + 0.5 - cols[0]) / (cols[1] - cols[0])),
    y: inside((cursor.row + 0.5 - rows[0]) / (rows[1] - rows[0])),
  };
}

/** An arrow moves by one cell, so that it always moves on the screen. */
function stepOf({ cells, shown }: TensorMapLook, times: number): Cell {
  const { rows, cols } = shown;
  return {
    row: times * Math.max(1, Math.round((rows[1] - rows[0]) / cells.rows)),
    col: times * Math.max(1, Math.round((cols[1] - cols[0]) / cells.cols)),
  };
}

function moveOfKey(key: string, step: Cell, from: Cell, plane: PlaneSize): Cell | undefined {
  const moves: Readonly<Record<string, Partial<Cell>>> = {
    ArrowUp: { row: from.row - step.row },
    ArrowDown: { row: from.row + step.row },
    ArrowLeft: { col: from.col - step.col },
    ArrowRight: { col: from.col + step.col },
    Home: { col: 0 },
    End: { col: plane.cols - 1 },
    PageUp: { row: 0 },
    PageDown: { row: plane.rows - 1 },
  };
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (move === undefined) return undefined;
  const clamp = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));
  const { row, col } = { ...from, ...move };
  return { row: clamp(row, plane.rows), col: clamp(col, plane.cols) };
}
