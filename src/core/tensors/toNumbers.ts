import { decodeFloats } from "../formats/decodeFloats.ts";
import type { TensorRead } from "../formats/storage/storageReader.ts";

export type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * Elements as numbers that JavaScript reckons with: float32 where that holds every value of the type, else float64.
 * Exact but for 64-bit integers beyond 2^53, which are rounded to nearest; of a complex number the absolute value.
 */
export function toNumbers({ dtype, bytes }: Pick<TensorRead, "dtype" | "bytes">): Numbers {
  switch (dtype) {
    case "F32":
      return new Float32Array(bytes);
    case "F64":
      return new Float64Array(bytes);
    case "I32":
      return Float64Array.from(new Int32Array(bytes));
    case "U32":
      return Float64Array.from(new Uint32Array(bytes));
    case "I64":
      return Float64Array.from(new BigInt64Array(bytes), Number);
    case "U64":
      return Float64Array.from(new BigUint64Array(bytes), Number);
    case "C64":
      return absoluteValues(new Float32Array(bytes));
    case "C128":
      return absoluteValues(new Float64Array(bytes));
    default:
      return decodeFloats(dtype, bytes);
  }
}

function absoluteValues(pairs: Numbers): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: pairs.length / 2 }, (_, i) =>
    Math.hypot(pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0),
  );
}
