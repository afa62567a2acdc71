import { asBlockType, type StoredType } from "../../../src/core/formats/decodeStored.ts";
import { blockTypes } from "../../../src/core/formats/ggml/blockTypes.ts";

/**
 * Whether no value can be NaN or infinite, seen from the codes alone: values in blocks are finite where their scales
 * are. For the types that are decoded on the GPU; false means that each value has to be looked at.
 */
export function isSurelyFinite(type: StoredType, bytes: ArrayBuffer): boolean {
  if (type === "F16") return !hasAny(new Uint16Array(bytes), 1, [0], 0x7c00);
  if (type === "BF16") return !hasAny(new Uint16Array(bytes), 1, [0], 0x7f80);
  const blockType = asBlockType(type);
  if (blockType === undefined) return false;
  const { blockBytes, wideFields } = blockTypes[blockType];
  if (type === "MXFP4") return scalesBelow(new Uint8Array(bytes), blockBytes, MXFP4_INFINITE);
  // All wide fields of the other types are halves at even offsets.
  const places = wideFields.map(({ offset }) => offset / 2);
  return !hasAny(new Uint16Array(bytes), blockBytes / 2, places, 0x7c00);
}

/** 2^(253 − 128) · 12 is the first product beyond the largest float32. */
const MXFP4_INFINITE = 253;

/** Whether the exponent of any 16-bit float at these places of a block is all ones. */
function hasAny(
  codes: Uint16Array,
  step: number,
  places: readonly number[],
  exponent: number,
): boolean {
  for (const place of places) {
    for (let at = place; at < codes.length; at += step) {
      if (((codes[at] ?? 0) & exponent) === exponent) return true;
    }
  }
  return false;
}

function scalesBelow(bytes: Uint8Array, step: number, limit: number): boolean {
  for (let at = 0; at < bytes.length; at += step) {
    if ((bytes[at] ?? 0) >= limit) return false;
  }
  return true;
}
