import type { DType } from "./tensorTable.ts";

/** Bytes of one element. */
export const dtypeBytes: Readonly<Record<DType, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E4M3FNUZ: 1,
  F8_E5M2FNUZ: 1,
  F8_E8M0: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
  C64: 8,
  C128: 16,
};

/** Bytes of one number: a complex element is two of them. */
export function numberBytes(dtype: DType): number {
  return dtype === "C64" || dtype === "C128" ? dtypeBytes[dtype] / 2 : dtypeBytes[dtype];
}

/** The type of that name; `undefined` for names that this version cannot decode. */
export function parseDType(name: string): DType | undefined {
  return Object.hasOwn(dtypeBytes, name) ? (name as DType) : undefined;
}

/**
 * Bits of one element by its safetensors name, also of the types of safetensors 0.8 that have names and sizes
 * and no order of bits in a byte that its description states: elements of less than a byte are listed only.
 */
export function elementBits(name: string): number | undefined {
  const known = parseDType(name);
  return known === undefined ? listedOnly.get(name) : dtypeBytes[known] * 8;
}

/** Product of the axes; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

const listedOnly: ReadonlyMap<string, number> = new Map([
  ["F6_E2M3", 6],
  ["F6_E3M2", 6],
  ["F4", 4],
]);
