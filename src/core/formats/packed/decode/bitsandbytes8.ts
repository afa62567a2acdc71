import type { Bitsandbytes8Packing } from "../packing.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";

/** 1 / 127 as the library writes it. */
const PER_CODE = Math.fround(0.007874015718698502);

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | I8 | [out, in] | |
 * | scales (SCB) | F32 | [out] | the largest absolute value of the row |
 *
 * value = (code · scale) · 1/127, both products rounded to float32.
 * Source: bitsandbytes' int8_vectorwise_dequant.
 */
export const bitsandbytes8Decoder: PackingDecoder<Bitsandbytes8Packing> = {
  decode: async ({ shape, parts, runs, into }) => {
    const columns = columnsOf(shape);
    for (const piece of rowPieces(runs, columns)) {
      const codes = await parts.floats("codes", piece.first * columns, piece.count * columns);
      const scales = await parts.floats("scales", piece.first, piece.count);
      const to = piece.at * columns;
      for (let k = 0; k < codes.length; k++) {
        const scale = scales[Math.floor(k / columns)] ?? NaN;
        into[to + k] = Math.fround((codes[k] ?? NaN) * scale) * PER_CODE;
      }
    }
  },
};
