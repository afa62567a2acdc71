import type { DType } from "../tensorTable.ts";
import type { BlockType } from "./blockType.ts";
import { blockTypes } from "./blockTypes.ts";

/** A type of tensor in ggml: plain elements, blocks, or (neither) one that has no values outside of a computation. */
export interface GgmlType {
  readonly id: number;
  /** ggml's name in capitals ("Q4_K", "BF16"). */
  readonly name: string;
  /** Elements of one block; 1 for plain elements. */
  readonly blockSize: number;
  readonly blockBytes: number;
  readonly dtype: DType | undefined;
  readonly blockType: BlockType | undefined;
}

/** The type of that number in a GGUF file; `undefined` for numbers without one, and for the types that ggml took out. */
export function ggmlType(id: number): GgmlType | undefined {
  return byId.get(id);
}

const plain: readonly (readonly [id: number, dtype: DType, bytes: number])[] = [
  [0, "F32", 4],
  [1, "F16", 2],
  [24, "I8", 1],
  [25, "I16", 2],
  [26, "I32", 4],
  [27, "I64", 8],
  [28, "F64", 8],
  [30, "BF16", 2],
];

/**
 * Q8_1 holds activations during a product. No reference decodes it, so it is listed without values; its size is that
 * of gguf-py, which counts its two scales as float32.
 */
const listedOnly: GgmlType = {
  id: 9,
  name: "Q8_1",
  blockSize: 32,
  blockBytes: 40,
  dtype: undefined,
  blockType: undefined,
};

const byId: ReadonlyMap<number, GgmlType> = new Map(
  [
    ...plain.map(ofElements),
    listedOnly,
    ...(Object.keys(blockTypes) as BlockType[]).map(ofBlocks),
  ].map((type) => [type.id, type]),
);

function ofElements([id, dtype, blockBytes]: (typeof plain)[number]): GgmlType {
  return { id, name: dtype, blockSize: 1, blockBytes, dtype, blockType: undefined };
}

function ofBlocks(name: BlockType): GgmlType {
  const { id, blockSize, blockBytes } = blockTypes[name];
  return { id, name, blockSize, blockBytes, dtype: undefined, blockType: name };
}
