import type { AwqPacking } from "../packing.ts";
import type { PackedAsk, PackingDecoder } from "./packingDecoder.ts";
import { rowsOfPiece } from "./partReader.ts";
import { columnsOf, matrixRowsOf } from "./rowPieces.ts";
import { runSpan } from "./runSpan.ts";

/** Outputs in a word. */
const IN_WORD = 8;

/** Where in its word, counted in nibbles from the low end, each of eight outputs stands. */
const nibbleOf = [0, 4, 1, 5, 2, 6, 3, 7];

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes (qweight) | I32 | [in, out / 8] | nibble k of a word is output [0, 2, 4, 6, 1, 3, 5, 7][k] of its eight |
 * | zero points (qzeros) | I32 | [in / group, out / 8] | in the same order, stored as they are |
 * | scales | F16 or BF16 | [in / group, out] | |
 *
 * value[o, i] = (code[i, o] − zero[i div group, o]) · scale[i div group, o].
 * Source: AutoAWQ's awq/utils/packing_utils.py and the gemm version of its linear layer.
 */
export const awqDecoder: PackingDecoder<AwqPacking> = {
  decode: async (ask) => {
    const { shape, packing, parts } = ask;
    const inputs = columnsOf(shape);
    const outputs = matrixRowsOf(shape);
    const span = runSpan(ask.runs);
    const firstColumn = Math.floor(span.first / IN_WORD);
    const columns = Math.ceil((span.first + span.count) / IN_WORD) - firstColumn;
    const words = { width: outputs / IN_WORD, firstColumn, columns };
    const groups = { firstRow: 0, rows: Math.ceil(inputs / packing.groupSize) };
    const zeros = await parts.words("zero points", { ...words, ...groups });
    const scales = await parts.table("scales", {
      ...{ width: outputs, firstColumn: span.first, columns: span.count },
      ...groups,
    });
    const together = rowsOfPiece((outputs / IN_WORD) * 4);
    for (let first = 0; first < inputs; first += together) {
      const rows = Math.min(together, inputs - first);
      const codes = await parts.words("codes", { ...words, firstRow: first, rows });
      fillInputs(ask, { first, rows, codes, zeros, scales, span });
    }
  },
};

/** What a range of inputs is decoded from; tables have columns for the outputs of the span. */
interface InputPiece {
  readonly first: number;
  readonly rows: number;
  readonly codes: Uint32Array;
  readonly zeros: Uint32Array;
  readonly scales: Float32Array;
  readonly span: { readonly first: number; readonly count: number };
}

function fillInputs(
  { shape, packing, runs, into }: PackedAsk<AwqPacking>,
  piece: InputPiece,
): void {
  const { codes, zeros, scales, span } = piece;
  const inputs = columnsOf(shape);
  const firstWord = Math.floor(span.first / IN_WORD);
  const width = codes.length / piece.rows;
  for (const { first, at, count } of runs) {
    for (let k = 0; k < count; k++) {
      const output = first + k;
      const column = Math.floor(output / IN_WORD) - firstWord;
      const shift = (nibbleOf[output % IN_WORD] ?? 0) * 4;
      const to = (at + k) * inputs + piece.first;
      for (let row = 0; row < piece.rows; row++) {
        const group = Math.floor((piece.first + row) / packing.groupSize);
        const code = ((codes[row * width + column] ?? 0) >>> shift) & 0xf;
        const zero = ((zeros[group * width + column] ?? 0) >>> shift) & 0xf;
        const scale = scales[group * span.count + output - span.first] ?? NaN;
        into[to + row] = (code - zero) * scale;
      }
    }
  }
}
