import { dtypeBytes } from "../formats/dtype.ts";
import type { TensorRead } from "../formats/storage/storageReader.ts";
import type { TensorInfo } from "../formats/tensorTable.ts";
import { cutSlice } from "./cutSlice.ts";
import type { ElementSource } from "./tensorPieces.ts";
import { requireInside, tensorPlane, type TensorSlice } from "./tensorPlane.ts";

/**
 * The elements of a part of a tensor in row-major order, in bounded pieces, each of them `[count]`.
 * @throws FormatError `bad-shape` for a part that is not inside.
 */
export async function* slicePieces(
  source: ElementSource,
  { tensor, slice }: { readonly tensor: TensorInfo; readonly slice: TensorSlice },
  signal?: AbortSignal,
): AsyncGenerator<TensorRead> {
  const plane = tensorPlane(tensor.shape, slice.leading);
  requireInside(slice, plane);
  const width = slice.cols[1] - slice.cols[0];
  for (const { run, lines, stride } of cutSlice(tensor, slice, plane)) {
    const read = await source.readElements(tensor, run, signal);
    yield lines === 1 ? read : withoutGaps(read, { lines, stride, width });
    signal?.throwIfAborted();
  }
}

/** Only the columns that were asked for, of lines that were read with what is between them. */
function withoutGaps(
  { dtype, bytes }: TensorRead,
  {
    lines,
    stride,
    width,
  }: { readonly lines: number; readonly stride: number; readonly width: number },
): TensorRead {
  const size = dtypeBytes[dtype];
  const kept = new Uint8Array(lines * width * size);
  for (let line = 0; line < lines; line++) {
    const from = line * stride * size;
    kept.set(new Uint8Array(bytes, from, width * size), line * width * size);
  }
  return { dtype, shape: [lines * width], bytes: kept.buffer };
}
