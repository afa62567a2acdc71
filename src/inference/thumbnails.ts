import { concat, gather, max, reshape, tensor1d, tidy, type Tensor3D } from "@tensorflow/tfjs-core";
import type { Kernels } from "./kernels.ts";
import { attentionOfHeads, headRanges } from "./mixers/standard.ts";
import type { MapSource } from "./promptRun.ts";

/**
 * Small pictures of all heads of a layer: [heads, side, side], each cell the largest attention in its
 * part of the map (a mean would hide the thin diagonals that matter). Caller disposes.
 */
export function thumbnailsOf(kernels: Kernels, source: MapSource, side: number): Tensor3D {
  const [heads, tokens] = source.queryKey.q.shape;
  return tidy(() => {
    const pooled = headRanges(heads, tokens).map((range) =>
      tidy(() => maxPool(attentionOfHeads(kernels, source.queryKey, range, source.sight), side)),
    );
    return concat(pooled, 0);
  });
}

/**
 * [heads, n, n] → [heads, side, side] for any n: cell i covers rows ⌊i·n/side⌋ to ⌈(i+1)·n/side⌉ − 1,
 * so a map smaller than the picture is enlarged. Pooled one axis after the other.
 */
function maxPool(maps: Tensor3D, side: number): Tensor3D {
  return tidy(() => {
    const [heads, size] = maps.shape;
    const { rows, width } = windowRows(size, side);
    const picked = tensor1d(rows, "int32");
    const tall: Tensor3D = max(reshape(gather(maps, picked, 1), [heads * side, width, size]), 1);
    const wide = gather(reshape(tall, [heads, side, size]), picked, 2);
    return reshape(max(reshape(wide, [heads * side, side, width]), 2), [heads, side, side]);
  });
}

/** Row numbers of every window, all made equally wide by repeating their last row. */
function windowRows(size: number, side: number): { rows: number[]; width: number } {
  const windows = Array.from({ length: side }, (_, i) => ({
    first: Math.floor((i * size) / side),
    last: Math.ceil(((i + 1) * size) / side) - 1,
  }));
  const width = Math.max(...windows.map(({ first, last }) => last - first + 1));
  const rows = windows.flatMap(({ first, last }) =>
    Array.from({ length: width }, (_, step) => Math.min(first + step, last)),
  );
  return { rows, width };
}
