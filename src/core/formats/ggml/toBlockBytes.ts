import { elementCount } from "../dtype.ts";
import type { TensorInfo } from "../tensorTable.ts";
import type { BlockType } from "./blockType.ts";
import { blockTypes } from "./blockTypes.ts";

/** A tensor of blocks seen as the bytes of its rows. */
export interface BlockBytes {
  readonly type: BlockType;
  readonly byteOrder: "little" | "big";
  /** [rows, bytes of a row], of U8, with the rows in the places where the values' rows are. */
  readonly bytes: TensorInfo;
}

/**
 * The blocks of a tensor that is nothing but rows of them, as the file has them or with whole rows moved; `undefined`
 * for every other one. Rows along the first axis are rows of the bytes; a tensor of one axis is one row.
 */
export function toBlockBytes(tensor: TensorInfo): BlockBytes | undefined {
  const { storage, ...place } = tensor;
  if (storage?.kind === "arranged") {
    const { arrangement, part } = storage;
    const isMoved = arrangement.kind === "paired" || arrangement.kind === "grouped";
    const inner = isMoved && part.shape.length > 1 ? toBlockBytes(part) : undefined;
    if (inner === undefined) return undefined;
    return { ...inner, bytes: { ...inner.bytes, storage: { ...storage, part: inner.bytes } } };
  }
  if (storage?.kind !== "blocks") return undefined;
  const { type, byteOrder } = storage;
  const [rows = 1, ...rest] = tensor.shape.length > 1 ? tensor.shape : [1, ...tensor.shape];
  const { blockSize, blockBytes } = blockTypes[type];
  const width = (elementCount(rest) / blockSize) * blockBytes;
  if (!Number.isInteger(width)) return undefined;
  return { type, byteOrder, bytes: { ...place, dtype: "U8", shape: [rows, width] } };
}
