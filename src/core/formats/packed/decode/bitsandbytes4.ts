import type { Bitsandbytes4Packing } from "../packing.ts";
import type { PackedAsk, PackingDecoder } from "./packingDecoder.ts";
import { columnsOf, rowPieces } from "./rowPieces.ts";

/**
 * All parts run over the flattened weight of n values, so a block may begin in one row and end in the next.
 *
 * | part | type | length | |
 * |---|---|---|---|
 * | codes | any (the library stores bytes as other types, too) | n / 2 bytes | high nibble first |
 * | map (quant_map) | F32 | 16 | the value of each code |
 * | scales (absmax) | F32; U8 where nested | ⌈n / block⌉ | |
 * | nested map, nested scales | F32 | 256, ⌈blocks / nested block⌉ | |
 *
 * value = map[code] · absmax[index div block]; nested: absmax = nested map[byte] · nested scale[block div nested block]
 * + offset, each step rounded to float32. Source: bitsandbytes' dequantize_4bit and QuantState.
 */
export const bitsandbytes4Decoder: PackingDecoder<Bitsandbytes4Packing> = {
  decode: async (ask) => {
    const { shape, packing, parts, runs, into } = ask;
    const columns = columnsOf(shape);
    const map = await parts.all("map");
    for (const piece of rowPieces(runs, columns)) {
      const first = piece.first * columns;
      const end = first + piece.count * columns;
      const firstByte = Math.floor(first / 2);
      const bytes = await parts.bytes("codes", firstByte, Math.ceil(end / 2) - firstByte);
      const firstBlock = Math.floor(first / packing.blockSize);
      const blocks = Math.ceil(end / packing.blockSize) - firstBlock;
      const scales = await readScales(ask, firstBlock, blocks);
      const to = piece.at * columns;
      for (let k = first; k < end; k++) {
        const code = ((bytes[Math.floor(k / 2) - firstByte] ?? 0) >> (k % 2 === 0 ? 4 : 0)) & 0xf;
        const scale = scales[Math.floor(k / packing.blockSize) - firstBlock] ?? NaN;
        into[to + k - first] = (map[code] ?? NaN) * scale;
      }
    }
  },
};

async function readScales(
  { packing, parts }: PackedAsk<Bitsandbytes4Packing>,
  first: number,
  count: number,
): Promise<Float32Array> {
  const { nested } = packing;
  if (nested === undefined) return parts.floats("scales", first, count);
  const codes = await parts.bytes("scales", first, count);
  const map = await parts.all("nested map");
  const firstOuter = Math.floor(first / nested.blockSize);
  const outers = Math.ceil((first + count) / nested.blockSize) - firstOuter;
  const outer = await parts.floats("nested scales", firstOuter, outers);
  const offset = Math.fround(nested.offset);
  return Float32Array.from(codes, (code, k) => {
    const scale = outer[Math.floor((first + k) / nested.blockSize) - firstOuter] ?? NaN;
    return Math.fround((map[code] ?? NaN) * scale) + offset;
  });
}
