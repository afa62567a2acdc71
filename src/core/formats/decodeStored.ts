import { decodeFloats } from "./decodeFloats.ts";
import { dtypeBytes } from "./dtype.ts";
import type { BlockType } from "./ggml/blockType.ts";
import { blockTypes } from "./ggml/blockTypes.ts";
import { decodeBlocks } from "./ggml/decodeBlocks.ts";
import type { DType } from "./tensorTable.ts";

/** What bytes of a tensor may be on their way to where they are used: elements, or blocks of ggml as the file has them. */
export type StoredType = DType | BlockType;

/** The type of blocks of that name; `undefined` for elements. */
export function asBlockType(type: StoredType): BlockType | undefined {
  return Object.hasOwn(blockTypes, type) ? (type as BlockType) : undefined;
}

/** Bytes of `count` values; no whole number where they do not fill their last block. */
export function storedBytes(type: StoredType, count: number): number {
  const blockType = asBlockType(type);
  if (blockType === undefined) return count * dtypeBytes[type as DType];
  const { blockSize, blockBytes } = blockTypes[blockType];
  return (count / blockSize) * blockBytes;
}

/**
 * Values as float32, from little-endian bytes; see `decodeFloats` and `decodeBlocks`.
 * @throws FormatError `bad-shape` where the bytes are not whole elements or blocks.
 */
export function decodeStored(type: StoredType, bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  const blockType = asBlockType(type);
  if (blockType !== undefined) return decodeBlocks(blockType, new Uint8Array(bytes));
  return decodeFloats(type as DType, bytes);
}
