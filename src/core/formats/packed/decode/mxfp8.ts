import { byteFloatValues } from "../../byteFloats.ts";
import type { Mxfp8Packing } from "../packing.ts";
import { MX_GROUP } from "./mxGroup.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";
import { ScaleGrid } from "./scaleGrid.ts";

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | F8_E4M3, or U32 in MLX | [out, in] or [out, in / 4] | E4M3 bytes along the row |
 * | scales | U8 or F8_E8M0 | [out, in / 32] | the exponent, bias 127; 255 is NaN |
 *
 * value = E4M3 · 2^(exponent − 127). Source: OCP Microscaling Formats specification 1.0, section 5.
 */
export const mxfp8Decoder: PackingDecoder<Mxfp8Packing> = {
  decode: async ({ shape, parts, runs, into }) => {
    const columns = columnsOf(shape);
    const floats = byteFloatValues("F8_E4M3");
    const exponents = byteFloatValues("F8_E8M0");
    for (const piece of rowPieces(runs, columns)) {
      const codes = await parts.bytes("codes", piece.first * columns, piece.count * columns);
      const grid = new ScaleGrid(shape, { rows: 1, columns: MX_GROUP }, piece);
      const scales = await parts.bytes("scales", grid.firstEntry, grid.entries);
      const to = piece.at * columns;
      grid.forEachBlock((begin, end, entry) => {
        const scale = exponents[scales[entry] ?? 0xff] ?? NaN;
        for (let i = begin; i < end; i++) into[to + i] = (floats[codes[i] ?? 0x7f] ?? NaN) * scale;
      });
    }
  },
};
