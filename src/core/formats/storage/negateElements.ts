import { FormatError } from "../../errors.ts";
import { numberBytes } from "../dtype.ts";
import type { DType } from "../tensorTable.ts";

/**
 * Turns the sign bit of little-endian floats over, in place; that is what a negative view means, for NaN and zero too.
 * Of complex elements both parts.
 * @throws FormatError `unsupported` for whole numbers, of which no such view exists.
 */
export function negateElements(bytes: Uint8Array, dtype: DType): void {
  if (!floats.has(dtype)) {
    throw new FormatError("unsupported", `a negative view of ${dtype} is not known`);
  }
  const width = numberBytes(dtype);
  turnSigns(bytes, width - 1, width);
}

/**
 * The same for the imaginary parts alone.
 * @throws FormatError `unsupported` for elements that are not complex.
 */
export function conjugateElements(bytes: Uint8Array, dtype: DType): void {
  if (!complex.has(dtype)) {
    throw new FormatError("unsupported", `a conjugate view of ${dtype} is not known`);
  }
  const width = 2 * numberBytes(dtype);
  turnSigns(bytes, width - 1, width);
}

function turnSigns(bytes: Uint8Array, first: number, step: number): void {
  for (let at = first; at < bytes.length; at += step) bytes[at] = (bytes[at] ?? 0) ^ 0x80;
}

const complex: ReadonlySet<DType> = new Set(["C64", "C128"]);
const floats: ReadonlySet<DType> = new Set([
  ...["F8_E4M3", "F8_E5M2", "F16", "BF16", "F32", "F64"],
  ...complex,
] as const);
