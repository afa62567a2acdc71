import type { TensorInfo } from "../formats/tensorTable.ts";
import { cutSlice } from "./cutSlice.ts";
import { type Pool, RowPool } from "./poolRows.ts";
import { requireSameShape } from "./tensorComparison.ts";
import type { ElementRun, ElementSource, Watch } from "./tensorPieces.ts";
import { requireInside, type Span, tensorPlane, type TensorSlice } from "./tensorPlane.ts";
import { type Numbers, toNumbers } from "./toNumbers.ts";

/** A part of a tensor as cells, at most as many as were asked for. */
export interface TensorPicture {
  readonly rows: Span;
  readonly cols: Span;
  readonly height: number;
  readonly width: number;
  /** [height, width], row-major. */
  readonly values: Float32Array<ArrayBuffer>;
}

export interface PictureAsk {
  readonly tensor: TensorInfo;
  /** Subtracted from it, element by element; of the same shape. */
  readonly against: TensorInfo | undefined;
  readonly slice: TensorSlice;
  readonly pool: Pool;
  /** The most cells that are wanted along each axis; at least one. */
  readonly height: number;
  readonly width: number;
}

/**
 * Pools a part of a tensor by streaming, so that no more than a piece of it is held.
 * @throws FormatError `bad-shape` for a part that is not inside the tensor, or two tensors of different shapes.
 */
export async function readTensorPicture(
  source: ElementSource,
  ask: PictureAsk,
  { signal, progress }: Watch = {},
): Promise<TensorPicture> {
  const { tensor, against, slice, pool } = ask;
  const plane = tensorPlane(tensor.shape, slice.leading);
  requireInside(slice, plane);
  if (against !== undefined) requireSameShape(tensor, against);
  const { rows, cols } = slice;
  const width = Math.min(ask.width, cols[1] - cols[0]);
  const height = Math.min(ask.height, rows[1] - rows[0]);
  const pooled = new RowPool({ rows, cols, pool, height, width });
  const total = (rows[1] - rows[0]) * (cols[1] - cols[0]);
  let done = 0;
  for (const { run, lines, stride } of cutSlice(tensor, slice, plane)) {
    const values = await readValues(source, ask, run, signal);
    const count = lines === 1 ? run.count : cols[1] - cols[0];
    for (let line = 0; line < lines; line++) pooled.add(values, line * stride, count);
    done += lines * count;
    progress?.(done, total);
    signal?.throwIfAborted();
  }
  return { rows, cols, height, width, values: pooled.values };
}

async function readValues(
  source: ElementSource,
  { tensor, against }: PictureAsk,
  run: ElementRun,
  signal: AbortSignal | undefined,
): Promise<Numbers> {
  const values = toNumbers(await source.readElements(tensor, run, signal));
  if (against === undefined) return values;
  const other = toNumbers(await source.readElements(against, run, signal));
  return Float64Array.from(values, (value, i) => value - (other[i] ?? 0));
}
