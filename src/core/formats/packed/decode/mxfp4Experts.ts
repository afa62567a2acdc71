import { byteFloatValues } from "../../byteFloats.ts";
import type { Mxfp4ExpertsPacking } from "../packing.ts";
import { fp4At } from "./fp4.ts";
import { MX_GROUP } from "./mxGroup.ts";
import type { PackedAsk, PackingDecoder } from "./packingDecoder.ts";
import { rowsOfPiece } from "./partReader.ts";
import { columnsOf, matrixRowsOf } from "./rowPieces.ts";

/**
 * | part | type | shape | |
 * |---|---|---|---|
 * | codes | U8 | [experts, out, in / 32, 16] | E2M1 nibbles along the input, low one first |
 * | scales | U8 | [experts, out, in / 32] | the exponent, bias 127 |
 *
 * The weight is [experts, in, out], as the model multiplies it, so each expert is turned round. Gate and up stay
 * interleaved along the output. Source: transformers' integrations/mxfp4.py (convert_moe_packed_tensors).
 */
export const mxfp4ExpertsDecoder: PackingDecoder<Mxfp4ExpertsPacking> = {
  decode: async (ask) => {
    const inputs = matrixRowsOf(ask.shape);
    for (const { first, at, count } of ask.runs) {
      // Rows along the first axis are whole experts.
      for (let row = 0; row < count; row += inputs) {
        await decodeExpert(ask, (first + row) / inputs, at + row);
      }
    }
  },
};

async function decodeExpert(
  { shape, parts, into }: PackedAsk,
  expert: number,
  at: number,
): Promise<void> {
  const inputs = matrixRowsOf(shape);
  const outputs = columnsOf(shape);
  const exponents = byteFloatValues("F8_E8M0");
  const together = rowsOfPiece(inputs / 2);
  const to = at * outputs;
  for (let first = 0; first < outputs; first += together) {
    const count = Math.min(together, outputs - first);
    const row = expert * outputs + first;
    const codes = await parts.bytes("codes", (row * inputs) / 2, (count * inputs) / 2);
    const groups = inputs / MX_GROUP;
    const scales = await parts.bytes("scales", row * groups, count * groups);
    for (let k = 0; k < count * inputs; k++) {
      const scale = exponents[scales[Math.floor(k / MX_GROUP)] ?? 0xff] ?? NaN;
      const output = Math.floor(k / inputs);
      into[to + (k - output * inputs) * outputs + first + output] = fp4At(codes, k) * scale;
    }
  }
}
