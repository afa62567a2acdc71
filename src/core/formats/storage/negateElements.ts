import { FormatError } from "../../errors.ts";
import { dtypeBytes } from "../dtype.ts";
import type { DType } from "../tensorTable.ts";

/**
 * Turns the sign bit of little-endian floats over, in place; that is what a negative view means, for NaN and zero too.
 * @throws FormatError `unsupported` for whole numbers, of which no such view exists.
 */
export function negateElements(bytes: Uint8Array, dtype: DType): void {
  if (!floats.has(dtype)) {
    throw new FormatError("unsupported", `a negative view of ${dtype} is not known`);
  }
  const width = dtypeBytes[dtype];
  for (let at = width - 1; at < bytes.length; at += width) bytes[at] = (bytes[at] ?? 0) ^ 0x80;
}

const floats: ReadonlySet<DType> = new Set(["F8_E4M3", "F8_E5M2", "F16", "BF16", "F32", "F64"]);
