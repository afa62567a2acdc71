/**
 * The part of a map that is seen: `scale` 1 shows all of it, 4 a quarter of each side;
 * `x` and `y` are the column and row at the top-left corner, in cells with fractions.
 */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface MapSize {
  readonly rows: number;
  readonly cols: number;
}

export interface CellSpan {
  readonly start: number;
  readonly count: number;
}

export const wholeMap: Viewport = { scale: 1, x: 0, y: 0 };

/** Below this many visible cells a side nothing is gained by magnifying further. */
const fewestCells = 4;

/** The nearest viewport that stays on the map. Anything that is not a number becomes the whole map. */
export function clampViewport(view: Viewport, size: MapSize): Viewport {
  if (![view.scale, view.x, view.y].every(Number.isFinite)) return wholeMap;
  const most = Math.max(1, Math.min(size.rows, size.cols) / fewestCells);
  const scale = Math.min(most, Math.max(1, view.scale));
  return {
    scale,
    x: Math.min(Math.max(0, view.x), size.cols - size.cols / scale),
    y: Math.min(Math.max(0, view.y), size.rows - size.rows / scale),
  };
}

/** Magnifies by `factor` and keeps the cell position `at` where it is on the screen. */
export function zoomAround(
  view: Viewport,
  factor: number,
  at: { readonly x: number; readonly y: number },
  size: MapSize,
): Viewport {
  const scale = clampViewport({ ...view, scale: view.scale * factor }, size).scale;
  const kept = view.scale / scale;
  return clampViewport(
    { scale, x: at.x - (at.x - view.x) * kept, y: at.y - (at.y - view.y) * kept },
    size,
  );
}

/** The smallest move that brings a cell into view. */
export function reveal(
  view: Viewport,
  cell: { readonly row: number; readonly col: number },
  size: MapSize,
): Viewport {
  return clampViewport(
    {
      scale: view.scale,
      x: into(view.x, size.cols / view.scale, cell.col),
      y: into(view.y, size.rows / view.scale, cell.row),
    },
    size,
  );
}

/** Whole cells that are at least partly visible along one axis. */
export function visibleCells(start: number, span: number, total: number): CellSpan {
  const first = Math.max(0, Math.floor(start + 1e-9));
  const end = Math.min(total, Math.ceil(start + span - 1e-9));
  return { start: first, count: Math.max(0, end - first) };
}

/**
 * First cell of each of `pixels` pixels along an axis, and one past the last cell at the end.
 * Where cells are smaller than a pixel, a pixel covers the cells from its own entry to the next one's.
 */
export function pixelCells(start: number, span: number, pixels: number, total: number): Int32Array {
  const cells = new Int32Array(pixels + 1);
  for (let pixel = 0; pixel <= pixels; pixel++) {
    cells[pixel] = Math.min(total, Math.floor(start + (span * pixel) / pixels + 1e-9));
  }
  return cells;
}

function into(start: number, span: number, cell: number): number {
  if (cell < start) return cell;
  return cell + 1 > start + span ? cell + 1 - span : start;
}
