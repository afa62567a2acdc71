import type { AffinePacking } from "../packing.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";
import { ScaleGrid } from "./scaleGrid.ts";
import { unpackBits } from "./unpackBits.ts";

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | U32 | [out, in · bits / 32] | along the row, lowest bits first; 3, 5 and 6 bits run across words |
 * | scales, biases | a float | [out, in / group] | the biases belong to the codes, they are none of the layer |
 *
 * value = code · scale + bias, in float32. Source: MLX's quantize and its CPU backend (quantized.cpp).
 */
export const affineDecoder: PackingDecoder<AffinePacking> = {
  decode: async ({ shape, packing, parts, runs, into }) => {
    const columns = columnsOf(shape);
    const stride = (columns * packing.bits) / 8;
    for (const piece of rowPieces(runs, columns)) {
      const bytes = await parts.bytes("codes", piece.first * stride, piece.count * stride);
      const grid = new ScaleGrid(shape, { rows: 1, columns: packing.groupSize }, piece);
      const scales = await grid.floats(parts, "scales");
      const biases = await grid.floats(parts, "biases");
      const values = into.subarray(piece.at * columns, (piece.at + piece.count) * columns);
      unpackBits(bytes, { bits: packing.bits, count: columns, stride }, values);
      grid.forEachBlock((begin, end, entry) => {
        const scale = scales[entry] ?? NaN;
        const bias = biases[entry] ?? NaN;
        for (let i = begin; i < end; i++)
          values[i] = Math.fround((values[i] ?? NaN) * scale) + bias;
      });
    }
  },
};
