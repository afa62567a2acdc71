import type { BlockType } from "./blockType.ts";
import { blockTypes } from "./blockTypes.ts";

/**
 * Turns blocks of a big-endian file into little-endian ones, in place, or back. Only fields of more than one byte
 * have an order: the scales, and codes that ggml declares as 16-bit words.
 */
export function swapBlocks(type: BlockType, bytes: Uint8Array): void {
  const { blockBytes, wideFields } = blockTypes[type];
  for (let at = 0; at + blockBytes <= bytes.length; at += blockBytes) {
    for (const { offset, width, count } of wideFields) {
      for (let i = 0; i < count; i++) {
        const from = at + offset + i * width;
        bytes.subarray(from, from + width).reverse();
      }
    }
  }
}
