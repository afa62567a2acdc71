import type { Run } from "../../../bytes/contiguousRuns.ts";
import type { PackedIntsPacking } from "../packing.ts";
import { BitColumns } from "./bitColumns.ts";
import type { PackedAsk, PackingDecoder } from "./packingDecoder.ts";
import { readOrder } from "./readOrder.ts";
import { columnsOf, matrixRowsOf, rowPieces } from "./rowPieces.ts";
import { ScaleGrid } from "./scaleGrid.ts";
import { unpackBits } from "./unpackBits.ts";

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | I32 | [out, ⌈in · bits / 32⌉] | along the row, lowest bits first, 2^(bits − 1) added |
 * | scales | a float | [out, groups] | one group: a scale a row |
 * | zero points | I32 | [⌈out · bits / 32⌉, groups] | along the output, the same added; absent where symmetric |
 * | order | I32 | [in] | the group of each input, where not in turn |
 *
 * value = (code − zero) · scale, where what was added cancels. Source: compressed-tensors' pack_quantized.
 */
export const packedIntsDecoder: PackingDecoder<PackedIntsPacking> = {
  decode: async (ask) => {
    const { shape, packing, parts, runs, into } = ask;
    const columns = columnsOf(shape);
    const stride = Math.ceil((columns * packing.bits) / 32) * 4;
    const order = parts.has("order") ? await readOrder(ask, packing.groupSize) : undefined;
    for (const piece of rowPieces(runs, columns)) {
      const bytes = await parts.bytes("codes", piece.first * stride, piece.count * stride);
      const values = into.subarray(piece.at * columns, (piece.at + piece.count) * columns);
      unpackBits(bytes, { bits: packing.bits, count: columns, stride }, values);
      const grid = new ScaleGrid(shape, { rows: 1, columns: packing.groupSize }, piece);
      const scales = await grid.floats(parts, "scales");
      const zeros = await readZeros(ask, grid, piece);
      if (order === undefined) {
        grid.forEachBlock((begin, end, entry) => {
          const [scale, zero] = [scales[entry] ?? NaN, zeros[entry] ?? NaN];
          for (let i = begin; i < end; i++) values[i] = ((values[i] ?? NaN) - zero) * scale;
        });
      } else scaleInOrder(values, order, { scales, zeros });
    }
  },
};

interface Groups {
  readonly scales: Float32Array;
  readonly zeros: Float32Array;
}

function scaleInOrder(values: Float32Array, order: Uint32Array, { scales, zeros }: Groups): void {
  const width = scales.length / (values.length / order.length);
  for (let i = 0; i < values.length; i++) {
    const row = Math.floor(i / order.length);
    const entry = row * width + (order[i - row * order.length] ?? NaN);
    values[i] = ((values[i] ?? NaN) - (zeros[entry] ?? NaN)) * (scales[entry] ?? NaN);
  }
}

/** What is taken from each entry's codes. */
async function readZeros(
  { shape, packing, parts }: PackedAsk<PackedIntsPacking>,
  grid: ScaleGrid,
  rows: Run,
): Promise<Float32Array> {
  const added = 2 ** (packing.bits - 1);
  if (packing.zeros === "none") return new Float32Array(grid.entries).fill(added);
  if (packing.zeros === "plain") {
    return (await grid.floats(parts, "zero points")).map((zero) => zero + added);
  }
  const groups = grid.entries / rows.count;
  const { bits } = packing;
  const firstWord = Math.floor((rows.first * bits) / 32);
  const last = Math.ceil((matrixRowsOf(shape) * bits) / 32);
  const endWord = Math.min(last, Math.ceil(((rows.first + rows.count) * bits) / 32));
  const words = await parts.words("zero points", {
    width: groups,
    firstRow: firstWord,
    rows: endWord - firstWord,
    firstColumn: 0,
    columns: groups,
  });
  const columns = new BitColumns(words, { width: groups, bits });
  const begin = rows.first * bits - firstWord * 32;
  return Float32Array.from({ length: grid.entries }, (_, k) => {
    const row = Math.floor(k / groups);
    return columns.at(k - row * groups, begin + row * bits);
  });
}
