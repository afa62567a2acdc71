import type { Run } from "../../../bytes/contiguousRuns.ts";
import type { PartRole } from "../packing.ts";
import type { PartReader } from "./partReader.ts";
import { columnsOf, matrixRowsOf } from "./rowPieces.ts";

/** Sides of the blocks that share an entry; the last block of a row or column may be partial. */
export interface BlockSides {
  readonly rows: number;
  readonly columns: number;
}

/** Entries of a grid that some rows need, and where each block of them takes its entry. */
export class ScaleGrid {
  readonly #shape: readonly number[];
  readonly #block: BlockSides;
  readonly #rows: Run;
  readonly #width: number;
  readonly firstEntry: number;
  readonly entries: number;

  /**
   * @param shape Of the weight; leading axes are matrices of their own, each with a grid.
   * @param rows Neighbours, leading axes flattened.
   */
  constructor(shape: readonly number[], block: BlockSides, rows: Run) {
    this.#shape = shape;
    this.#block = block;
    this.#rows = rows;
    this.#width = Math.ceil(columnsOf(shape) / block.columns);
    this.firstEntry = this.#gridRow(rows.first) * this.#width;
    this.entries = (this.#gridRow(rows.first + rows.count - 1) + 1) * this.#width - this.firstEntry;
  }

  async floats(parts: PartReader, role: PartRole): Promise<Float32Array<ArrayBuffer>> {
    return parts.floats(role, this.firstEntry, this.entries);
  }

  /** Calls with each block of a row: where its values begin among those of the rows, how many, and its entry. */
  forEachBlock(visit: (begin: number, end: number, entry: number) => void): void {
    const columns = columnsOf(this.#shape);
    for (let row = 0; row < this.#rows.count; row++) {
      const base = this.#gridRow(this.#rows.first + row) * this.#width - this.firstEntry;
      const begin = row * columns;
      for (let k = 0; k < this.#width; k++) {
        const from = k * this.#block.columns;
        visit(begin + from, begin + Math.min(columns, from + this.#block.columns), base + k);
      }
    }
  }

  #gridRow(flatRow: number): number {
    const rows = matrixRowsOf(this.#shape);
    const matrix = Math.floor(flatRow / rows);
    const perMatrix = Math.ceil(rows / this.#block.rows);
    return matrix * perMatrix + Math.floor((flatRow - matrix * rows) / this.#block.rows);
  }
}
