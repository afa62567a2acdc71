import type { Run } from "../../../bytes/contiguousRuns.ts";
import type { BitnetPacking } from "../packing.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, matrixRowsOf, rowPieces } from "./rowPieces.ts";

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | U8 | [out / 4, in] | the lowest two bits are row r of the first quarter of the rows, the next two of the second, … |
 * | scales | a float | one | of AutoBitLinear it multiplies, of BitLinear it divides |
 *
 * value = (code − 1) ÷ or · scale. Source: transformers' integrations/bitnet.py (unpack_weights).
 */
export const bitnetDecoder: PackingDecoder<BitnetPacking> = {
  decode: async ({ shape, packing, parts, runs, into }) => {
    const columns = columnsOf(shape);
    const quarter = matrixRowsOf(shape) / 4;
    const [scale = NaN] = await parts.floats("scales", 0, 1);
    const values = [-1, 0, 1, 2].map((code) =>
      packing.scale === "multiplies" ? code * scale : code / scale,
    );
    for (const piece of rowPieces(atBorders(runs, quarter), columns)) {
      const part = Math.floor(piece.first / quarter);
      const begin = (piece.first - part * quarter) * columns;
      const bytes = await parts.bytes("codes", begin, piece.count * columns);
      const to = piece.at * columns;
      for (let k = 0; k < bytes.length; k++) {
        into[to + k] = values[((bytes[k] ?? 0) >> (part * 2)) & 3] ?? NaN;
      }
    }
  },
};

/** Runs that end where a quarter of the rows does. */
function* atBorders(runs: readonly Run[], quarter: number): Generator<Run> {
  for (const run of runs) {
    let { first, at } = run;
    const end = run.first + run.count;
    while (first < end) {
      const border = (Math.floor(first / quarter) + 1) * quarter;
      const count = Math.min(end, border) - first;
      yield { first, at, count };
      first += count;
      at += count;
    }
  }
}
