import type { TensorRead } from "../formats/storage/storageReader.ts";
import type { TensorInfo } from "../formats/tensorTable.ts";
import { elementCount } from "../formats/dtype.ts";
import { rowWidth } from "./tensorPlane.ts";

/** A run of elements in row-major order. */
export interface ElementRun {
  readonly first: number;
  readonly count: number;
}

/** Where elements come from; `TensorReader` is one. */
export interface ElementSource {
  readElements(tensor: TensorInfo, run: ElementRun, signal?: AbortSignal): Promise<TensorRead>;
}

/** What long work is told and tells. `done` of `total` elements have been seen. */
export interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/** 2^20: some megabytes at a time, so that a cancel is heeded within milliseconds and memory stays small. */
const PIECE_ELEMENTS = 1_048_576;

/**
 * Cuts a run into pieces that are read one after the other. Storages that are decoded by entries of the first axis
 * are cut between these, since a part of one costs as much as the whole.
 */
export function* cutRun(tensor: TensorInfo, run: ElementRun): Generator<ElementRun> {
  const width = Math.max(1, rowWidth(tensor.shape));
  const isPlain = tensor.storage === undefined;
  const step =
    isPlain && width > PIECE_ELEMENTS
      ? PIECE_ELEMENTS
      : Math.max(1, Math.floor(PIECE_ELEMENTS / width)) * width;
  const end = run.first + run.count;
  for (let first = run.first; first < end;) {
    // The first piece ends where a piece that began with the tensor would end.
    const next = Math.min(end, first - (first % step) + step);
    yield { first, count: next - first };
    first = next;
  }
}

/** Every element of a tensor in bounded pieces. */
export async function* tensorPieces(
  source: ElementSource,
  tensor: TensorInfo,
  signal?: AbortSignal,
): AsyncGenerator<TensorRead> {
  const run = { first: 0, count: elementCount(tensor.shape) };
  for (const piece of cutRun(tensor, run)) {
    yield await source.readElements(tensor, piece, signal);
    signal?.throwIfAborted();
  }
}
