import type { Span } from "./tensorPlane.ts";

/**
 * What stands for the elements that share a cell: their mean, or the one farthest from zero with its sign
 * (of two as far from zero, the first). A NaN among them makes the cell NaN, so that it cannot hide.
 */
export type Pool = "mean" | "extreme";

export interface PoolSize {
  readonly rows: Span;
  readonly cols: Span;
  readonly pool: Pool;
  /** Cells of the answer; never more than there are elements along the axis. */
  readonly height: number;
  readonly width: number;
}

/** The cell that an element is pooled into, of so many along an axis. */
export function cellOfElement([from, to]: Span, cells: number, element: number): number {
  return Math.ceil(((element - from + 1) * cells) / (to - from)) - 1;
}

/** Element `from + floor(k · n / cells)` is the first one of cell k, of n elements along an axis. */
function cellStart([from, to]: Span, cells: number, cell: number): number {
  return from + Math.floor(((to - from) * cell) / cells);
}

/** Pools rows of a plane that come one after the other, from the first to the last. */
export class RowPool {
  readonly #size: PoolSize;
  readonly #values: Float32Array<ArrayBuffer>;
  /** First column of each cell, from the first column of all, and the end. */
  readonly #starts: Int32Array;
  readonly #line: Float64Array;
  #row: number;
  /** Next column, from the first of all, and the cell of the line that it is in. */
  #col = 0;
  #inLine = 0;
  #cell = 0;
  /** Rows that the cells in `#line` have taken in. */
  #height = 0;

  constructor(size: PoolSize) {
    const { cols, width, height, rows } = size;
    this.#size = size;
    this.#values = new Float32Array(width * height);
    this.#starts = Int32Array.from(
      { length: width + 1 },
      (_, cell) => cellStart(cols, width, cell) - cols[0],
    );
    this.#line = new Float64Array(width);
    this.#row = rows[0];
  }

  /**
   * The next columns of the row in hand, the first of them at `values[at]`: `count` of them, or all that are left.
   * A row ends with its last column.
   */
  add(values: Float32Array | Float64Array, at: number, count = Infinity): void {
    const all = this.#size.cols[1] - this.#size.cols[0];
    const end = Math.min(all, this.#col + count);
    const take = this.#size.pool === "mean" ? addMean : addExtreme;
    const shift = at - this.#col;
    while (this.#col < end) {
      const cellEnd = this.#starts[this.#inLine + 1] ?? all;
      const next = Math.min(end, cellEnd);
      const before = this.#line[this.#inLine] ?? 0;
      this.#line[this.#inLine] = take(before, values, [shift + this.#col, shift + next]);
      this.#col = next;
      if (next === cellEnd) this.#inLine++;
    }
    if (this.#col === all) this.#finishRow();
  }

  /** [height, width], row-major; whole once every row was added. */
  get values(): Float32Array<ArrayBuffer> {
    return this.#values;
  }

  #finishRow(): void {
    const { rows, height } = this.#size;
    this.#col = 0;
    this.#inLine = 0;
    this.#height++;
    this.#row++;
    if (this.#row >= cellStart(rows, height, this.#cell + 1)) this.#finishCell();
  }

  #finishCell(): void {
    const { width, pool } = this.#size;
    const starts = this.#starts;
    for (let cell = 0; cell < width; cell++) {
      const count = this.#height * ((starts[cell + 1] ?? 0) - (starts[cell] ?? 0));
      const value = this.#line[cell] ?? 0;
      this.#values[this.#cell * width + cell] = pool === "mean" ? value / count : value;
    }
    this.#line.fill(0);
    this.#height = 0;
    this.#cell++;
  }
}

function addMean(before: number, values: Float32Array | Float64Array, [from, to]: Span): number {
  let sum = before;
  for (let i = from; i < to; i++) sum += values[i] ?? 0;
  return sum;
}

function addExtreme(before: number, values: Float32Array | Float64Array, [from, to]: Span): number {
  let most = before;
  let size = Math.abs(most);
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    const here = Math.abs(value);
    // Nothing is larger than NaN, so it stays once it is in; the second test lets it in.
    if (here > size || Number.isNaN(here)) {
      most = value;
      size = here;
    }
  }
  return most;
}
