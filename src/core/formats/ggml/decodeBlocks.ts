import { FormatError } from "../../errors.ts";
import type { BlockType } from "./blockType.ts";
import { blockTypes } from "./blockTypes.ts";

/**
 * Whole blocks as float32, row-major as they stand, little endian.
 * @throws FormatError `bad-shape` where the bytes are not whole blocks.
 */
export function decodeBlocks(type: BlockType, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const format = blockTypes[type];
  const { blockBytes, blockSize } = format;
  if (bytes.length % blockBytes !== 0) {
    throw new FormatError(
      "bad-shape",
      `${bytes.length} bytes are not whole blocks of ${type}, which have ${blockBytes} bytes`,
    );
  }
  const values = new Float32Array((bytes.length / blockBytes) * blockSize);
  format.decode(bytes, values);
  return values;
}
