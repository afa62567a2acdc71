import type { Nvfp4Packing } from "../packing.ts";
import { fp4At } from "./fp4.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";
import { ScaleGrid } from "./scaleGrid.ts";

/** Values that share a scale. */
export const NVFP4_GROUP = 16;

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | U8 | [out, in / 2] | E2M1 nibbles along the row, low one first |
 * | scales | F8_E4M3 | [out, in / 16] | |
 * | global scale | F32 | one | of compressed-tensors it divides the scales, of modelopt it multiplies them |
 *
 * value = E2M1 · (scale ÷ or · global scale), the bracket rounded to float32 first.
 * Sources: compressed-tensors' nvfp4; TensorRT Model Optimizer's weight_scale_2.
 */
export const nvfp4Decoder: PackingDecoder<Nvfp4Packing> = {
  decode: async ({ shape, packing, parts, runs, into }) => {
    const columns = columnsOf(shape);
    const [global = NaN] = await parts.floats("global scale", 0, 1);
    for (const piece of rowPieces(runs, columns)) {
      const half = columns / 2;
      const codes = await parts.bytes("codes", piece.first * half, piece.count * half);
      const grid = new ScaleGrid(shape, { rows: 1, columns: NVFP4_GROUP }, piece);
      const scales = (await grid.floats(parts, "scales")).map((scale) =>
        packing.globalScale === "divides" ? scale / global : scale * global,
      );
      const to = piece.at * columns;
      grid.forEachBlock((begin, end, entry) => {
        const scale = scales[entry] ?? NaN;
        for (let i = begin; i < end; i++) into[to + i] = fp4At(codes, i) * scale;
      });
    }
  },
};
