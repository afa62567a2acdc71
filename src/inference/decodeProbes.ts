import { asBlockType, decodeStored, type StoredType } from "../core/formats/decodeStored.ts";
import { blockTypes } from "../core/formats/ggml/blockTypes.ts";
import type { Kernels } from "./kernels.ts";
import type { Probe } from "./probe.ts";

/**
 * One probe for each type that a device may decode itself, on bytes that fill no word: rows of five blocks, or of 33
 * elements. The reference is the decoder of the CPU.
 */
export function decodeProbes(kernels: Kernels): readonly Probe[] {
  return typesOnDevice.map((dtype) => {
    const blockType = asBlockType(dtype);
    const width = blockType === undefined ? 33 : 5 * blockTypes[blockType].blockSize;
    const bytes = blockType === undefined ? elements(dtype, 3 * width) : blocks(blockType, 15);
    return {
      name: `decode ${dtype} 3×${width}`,
      compute: () => kernels.decode({ dtype, shape: [3, width], bytes }, dtype),
      expected: decodeStored(dtype, bytes),
    };
  });
}

/** The types in daily use. */
const typesOnDevice: readonly StoredType[] = [
  "F16",
  "BF16",
  "Q8_0",
  "Q4_0",
  "Q4_1",
  "Q5_0",
  "Q5_1",
  "Q4_K",
  "Q5_K",
  "Q6_K",
  "IQ4_NL",
  "MXFP4",
];

/** 16-bit floats between ½ and 2 of either sign. */
function elements(dtype: StoredType, count: number): ArrayBuffer {
  const bytes = scattered(count * 2);
  const exponent = dtype === "F16" ? 0x38 : 0x3f;
  for (let at = 1; at < bytes.length; at += 2) {
    bytes[at] = ((bytes[at] ?? 0) & (dtype === "F16" ? 0x87 : 0x80)) | exponent;
  }
  return bytes.buffer;
}

/** Blocks of any codes whose scales are such that values are of order 1 or below. */
function blocks(type: keyof typeof blockTypes, count: number): ArrayBuffer {
  const { blockBytes, blockSize, wideFields } = blockTypes[type];
  const bytes = scattered(count * blockBytes);
  // Large blocks scale the scales of their groups, by up to 127.
  const exponent = blockSize === 32 ? 0x2c : 0x14;
  for (let at = 0; at < bytes.length; at += blockBytes) {
    // Halves from 2⁻⁴ or 2⁻¹⁰ to their double, of either sign; the exponent of a power of two.
    for (const { offset } of wideFields) {
      bytes[at + offset + 1] = ((bytes[at + offset + 1] ?? 0) & 0x83) | exponent;
    }
    if (wideFields.length === 0) bytes[at] = 120 + ((bytes[at] ?? 0) & 7);
  }
  return bytes.buffer;
}

/** The same bytes on every run, without a pattern that a wrong offset could meet. */
function scattered(count: number): Uint8Array<ArrayBuffer> {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
