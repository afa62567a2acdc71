import { byteFloatValues } from "../../byteFloats.ts";
import type { Mxfp4Packing } from "../packing.ts";
import { fp4At } from "./fp4.ts";
import { MX_GROUP } from "./mxGroup.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";
import { ScaleGrid } from "./scaleGrid.ts";

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | U8, or U32 in MLX | [out, in / 2] or [out, in / 8] | E2M1 nibbles along the row, low one first |
 * | scales | U8 or F8_E8M0 | [out, in / 32] | the exponent, bias 127; 255 is NaN |
 *
 * value = E2M1 · 2^(exponent − 127). Source: OCP Microscaling Formats specification 1.0, section 5.
 */
export const mxfp4Decoder: PackingDecoder<Mxfp4Packing> = {
  decode: async ({ shape, parts, runs, into }) => {
    const columns = columnsOf(shape);
    const exponents = byteFloatValues("F8_E8M0");
    for (const piece of rowPieces(runs, columns)) {
      const half = columns / 2;
      const codes = await parts.bytes("codes", piece.first * half, piece.count * half);
      const grid = new ScaleGrid(shape, { rows: 1, columns: MX_GROUP }, piece);
      const scales = await parts.bytes("scales", grid.firstEntry, grid.entries);
      const to = piece.at * columns;
      grid.forEachBlock((begin, end, entry) => {
        const scale = exponents[scales[entry] ?? 0xff] ?? NaN;
        for (let i = begin; i < end; i++) into[to + i] = fp4At(codes, i) * scale;
      });
    }
  },
};
