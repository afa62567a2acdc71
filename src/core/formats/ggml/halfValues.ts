import { decodeFloats } from "../decodeFloats.ts";

/**
 * The float32 of each of the 65 536 half-precision codes. Blocks have one or two scales for every 32 to 256 elements;
 * a table beats taking the bits apart, and is made once, when the first block is decoded.
 */
export function halfValues(): Float32Array {
  table ??= decodeFloats("F16", Uint16Array.from({ length: 65_536 }, (_, code) => code).buffer);
  return table;
}

/** The half-precision number whose two bytes, low one first, stand at `at`. */
export function halfAt(halves: Float32Array, bytes: Uint8Array, at: number): number {
  return halves[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] ?? NaN;
}

let table: Float32Array | undefined;
