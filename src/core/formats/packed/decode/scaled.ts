import type { ScaledPacking } from "../packing.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";
import { ScaleGrid } from "./scaleGrid.ts";

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | F8_E4M3, F8_E5M2, I8, … | [out, in] | |
 * | scales | any float, F8_E8M0 too | [⌈out / block rows⌉, ⌈in / block columns⌉] | a scale multiplies, "scale_inv" as well |
 * | zero points | I8 | as the scales | taken from the code first |
 *
 * value[r, c] = (code[r, c] − zero) · scale[r div block rows, c div block columns]. Last blocks may be partial.
 * Sources: DeepSeek-V3's inference/kernel.py (weight_dequant); compressed-tensors' naive_quantized.
 */
export const scaledDecoder: PackingDecoder<ScaledPacking> = {
  decode: async ({ shape, packing, parts, runs, into }) => {
    const block = { rows: packing.blockRows, columns: packing.blockColumns };
    const columns = columnsOf(shape);
    for (const piece of rowPieces(runs, columns)) {
      const codes = await parts.floats("codes", piece.first * columns, piece.count * columns);
      const grid = new ScaleGrid(shape, block, piece);
      const scales = await grid.floats(parts, "scales");
      const zeros = parts.has("zero points") ? await grid.floats(parts, "zero points") : undefined;
      const to = piece.at * columns;
      grid.forEachBlock((begin, end, entry) => {
        const scale = scales[entry] ?? NaN;
        const zero = zeros === undefined ? 0 : (zeros[entry] ?? NaN);
        for (let i = begin; i < end; i++) into[to + i] = ((codes[i] ?? NaN) - zero) * scale;
      });
    }
  },
};
