import type { GptqPacking } from "../packing.ts";
import { BitColumns } from "./bitColumns.ts";
import type { PackedAsk, PackingDecoder } from "./packingDecoder.ts";
import { rowsOfPiece } from "./partReader.ts";
import { readOrder } from "./readOrder.ts";
import { columnsOf, matrixRowsOf } from "./rowPieces.ts";
import { runSpan } from "./runSpan.ts";
import { unpackBits } from "./unpackBits.ts";

/** Codes that fill whole words whatever their bits: that many inputs are `bits` rows of the codes. */
const UNIT = 32;

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes (qweight) | I32 | [in · bits / 32, out] | down a column, lowest bits first; 3 bits run across words |
 * | zero points (qzeros) | I32 | [groups, out · bits / 32] | along the row; v1 stores one less |
 * | scales | F16 or BF16 | [groups, out] | |
 * | order (g_idx) | I32 | [in] | the group of each input; in turn where absent |
 *
 * value[o, i] = (code[i, o] − zero[group(i), o]) · scale[group(i), o]. A zero point of v1 is (stored + 1) modulo
 * 2^bits, each by itself. The codes are the weight turned round, so they are read once for all rows that are wanted.
 * Sources: AutoGPTQ's qlinear_cuda_old.py; GPTQModel's conversion of v1 to v2.
 */
export const gptqDecoder: PackingDecoder<GptqPacking> = {
  decode: async (ask) => {
    const { bits, groupSize } = ask.packing;
    const inputs = columnsOf(ask.shape);
    const span = runSpan(ask.runs);
    const order = await readOrder(ask, groupSize);
    const groups = Math.ceil(inputs / groupSize);
    const width = matrixRowsOf(ask.shape);
    const columns = { width, firstColumn: span.first, columns: span.count };
    const scales = await ask.parts.table("scales", { ...columns, firstRow: 0, rows: groups });
    const zeros = await readZeros(ask, { ...span, groups });
    const together = Math.max(1, Math.floor(rowsOfPiece(width * 4) / bits));
    for (let first = 0; first < inputs; first += together * UNIT) {
      const end = Math.min(inputs, first + together * UNIT);
      const rows = ((end - first) * bits) / 32;
      const firstRow = (first * bits) / 32;
      const words = await ask.parts.words("codes", { ...columns, firstRow, rows });
      const codes = new BitColumns(words, { width: span.count, bits });
      fillInputs(ask, { first, end, codes, order, scales, zeros, span });
    }
  },
};

/** What a range of inputs is decoded from; tables have a column for each output of the span. */
interface InputPiece {
  readonly first: number;
  readonly end: number;
  readonly codes: BitColumns;
  readonly order: Uint32Array;
  readonly scales: Float32Array;
  readonly zeros: Float32Array;
  readonly span: { readonly first: number; readonly count: number };
}

function fillInputs(
  { shape, packing, runs, into }: PackedAsk<GptqPacking>,
  piece: InputPiece,
): void {
  const { codes, order, scales, zeros, span } = piece;
  const inputs = columnsOf(shape);
  for (const { first, at, count } of runs) {
    for (let k = 0; k < count; k++) {
      const column = first + k - span.first;
      const to = (at + k) * inputs;
      for (let input = piece.first; input < piece.end; input++) {
        const entry = (order[input] ?? 0) * span.count + column;
        const code = codes.at(column, (input - piece.first) * packing.bits);
        into[to + input] = (code - (zeros[entry] ?? NaN)) * (scales[entry] ?? NaN);
      }
    }
  }
}

/** [groups, outputs of the span]. */
async function readZeros(
  { shape, packing, parts }: PackedAsk<GptqPacking>,
  { first, count, groups }: { first: number; count: number; groups: number },
): Promise<Float32Array> {
  const { bits, zeroOffset } = packing;
  const outputs = matrixRowsOf(shape);
  const width = Math.ceil((outputs * bits) / 32);
  // From a border of words that is one of codes as well.
  const firstUnit = Math.floor(first / UNIT);
  const endUnit = Math.ceil((first + count) / UNIT);
  const firstColumn = firstUnit * bits;
  const columns = Math.min(width, endUnit * bits) - firstColumn;
  const words = await parts.words("zero points", {
    ...{ width, firstColumn, columns },
    ...{ firstRow: 0, rows: groups },
  });
  const stored = Math.min(outputs, endUnit * UNIT) - firstUnit * UNIT;
  const codes = new Float32Array(groups * stored);
  unpackBits(new Uint8Array(words.buffer), { bits, count: stored, stride: columns * 4 }, codes);
  const skipped = first - firstUnit * UNIT;
  const zeros = new Float32Array(groups * count);
  for (let k = 0; k < zeros.length; k++) {
    const group = Math.floor(k / count);
    const code = codes[group * stored + skipped + k - group * count] ?? 0;
    zeros[k] = (code + zeroOffset) % 2 ** bits;
  }
  return zeros;
}
