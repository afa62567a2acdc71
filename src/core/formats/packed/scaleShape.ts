import { FormatError } from "../../errors.ts";
import { elementCount } from "../dtype.ts";
import type { TensorInfo } from "../tensorTable.ts";
import { isSame, type Matrix } from "./requireParts.ts";

/** Sides of the blocks that share a scale. */
export interface ScaleBlock {
  readonly blockRows: number;
  readonly blockColumns: number;
}

/**
 * The blocks that a tensor of scales stands for: those of the config, where it names them; else one for all, or one
 * a row.
 * @throws FormatError `bad-shape`.
 */
export function requireScaleGrid(
  scales: TensorInfo,
  { leading, rows, columns }: Matrix,
  block: readonly [number, number] | undefined,
): ScaleBlock {
  const [blockRows, blockColumns] = block ?? [rows, columns];
  const grid = [...leading, Math.ceil(rows / blockRows), Math.ceil(columns / blockColumns)];
  if (isSame(scales.shape, grid)) return { blockRows, blockColumns };
  if (block === undefined) {
    if (elementCount(leading) === 1 && elementCount(scales.shape) === 1) {
      return { blockRows: rows, blockColumns: columns };
    }
    const isRow = [
      [...leading, rows, 1],
      [...leading, rows],
    ].some((allowed) => isSame(scales.shape, allowed));
    if (isRow) return { blockRows: 1, blockColumns: columns };
  }
  const allowed =
    block === undefined
      ? `one element or [${[...leading, rows, 1].join(", ")}]`
      : `[${grid.join(", ")}] (blocks of ${blockRows} × ${blockColumns})`;
  throw new FormatError(
    "bad-shape",
    `${scales.name} has shape [${scales.shape.join(", ")}], allowed is ${allowed} for a weight of ${rows} × ${columns}`,
  );
}

/** "blocks of 128 × 128", "a scale a row", "one scale". */
export function scaleLabel(
  { rows, columns }: Matrix,
  { blockRows, blockColumns }: ScaleBlock,
): string {
  if (blockRows === rows && blockColumns === columns) return "one scale";
  if (blockRows === 1) return blockColumns === columns ? "a scale a row" : `group ${blockColumns}`;
  return `blocks of ${blockRows} × ${blockColumns}`;
}
