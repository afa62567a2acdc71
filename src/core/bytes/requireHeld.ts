import { FormatError } from "../errors.ts";
import { TENSOR_BYTE_LIMIT } from "./limits.ts";

/** The bytes of a tensor or of rows of it, where one buffer holds them. @throws FormatError `limit-exceeded` */
export function requireHeld(name: string, byteLength: number): number {
  if (byteLength <= TENSOR_BYTE_LIMIT) return byteLength;
  throw new FormatError(
    "limit-exceeded",
    `${name}: ${byteLength} bytes were asked for, ${TENSOR_BYTE_LIMIT} are read at a time; ask for rows`,
  );
}
