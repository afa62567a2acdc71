import { byteFloatValues } from "../../byteFloats.ts";
import type { Nvfp4Packing } from "../packing.ts";
import { fp4At } from "./fp4.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import type { PartReader } from "./partReader.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";
import { ScaleGrid } from "./scaleGrid.ts";

/** Values that share a scale. */
export const NVFP4_GROUP = 16;

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | U8, or U32 in MLX | [out, in / 2] or [out, in / 8] | E2M1 nibbles along the row, low one first |
 * | scales | F8_E4M3, or its codes as U8 in MLX | [out, in / 16] | |
 * | global scale | F32 | one | of compressed-tensors it divides the scales, of modelopt it multiplies them; none in MLX |
 *
 * value = E2M1 · (scale ÷ or · global scale), the bracket rounded to float32 first.
 * Sources: compressed-tensors' nvfp4; TensorRT Model Optimizer's weight_scale_2.
 */
export const nvfp4Decoder: PackingDecoder<Nvfp4Packing> = {
  decode: async ({ shape, packing, parts, runs, into }) => {
    const columns = columnsOf(shape);
    const values = byteFloatValues("F8_E4M3").map(await globalScale(packing, parts));
    for (const piece of rowPieces(runs, columns)) {
      const half = columns / 2;
      const codes = await parts.bytes("codes", piece.first * half, piece.count * half);
      const grid = new ScaleGrid(shape, { rows: 1, columns: NVFP4_GROUP }, piece);
      const scales = await parts.bytes("scales", grid.firstEntry, grid.entries);
      const to = piece.at * columns;
      grid.forEachBlock((begin, end, entry) => {
        const scale = values[scales[entry] ?? 0x7f] ?? NaN;
        for (let i = begin; i < end; i++) into[to + i] = fp4At(codes, i) * scale;
      });
    }
  },
};

/** What makes a scale that of its group, rounded to float32 where it is kept. */
async function globalScale(
  packing: Nvfp4Packing,
  parts: PartReader,
): Promise<(scale: number) => number> {
  if (packing.globalScale === "none") return (scale) => scale;
  const [global = NaN] = await parts.floats("global scale", 0, 1);
  return packing.globalScale === "divides" ? (scale) => scale / global : (scale) => scale * global;
}
