import { FormatError, unreachable } from "../errors.ts";
import { byteFloatValues, type ByteFloat } from "./byteFloats.ts";
import { dtypeBytes } from "./dtype.ts";
import type { DType } from "./tensorTable.ts";

/**
 * Elements as float32, little endian. Exact for all floats of up to 32 bits, subnormals, infinities and the sign
 * of zero included; F64 and integers beyond 2^24 are rounded to nearest. A complex number is two values, real and
 * imaginary part.
 * @throws FormatError `bad-shape` where the bytes are not whole elements.
 */
export function decodeFloats(dtype: DType, bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  if (bytes.byteLength % dtypeBytes[dtype] !== 0) {
    throw new FormatError(
      "bad-shape",
      `${bytes.byteLength} bytes are not whole elements of ${dtype}, which has ${dtypeBytes[dtype]} bytes`,
    );
  }
  switch (dtype) {
    case "F32":
    case "C64":
      return new Float32Array(bytes.slice(0));
    case "F16":
      return fromHalves(new Uint16Array(bytes));
    case "BF16":
      return fromUpperHalves(new Uint16Array(bytes));
    case "F8_E4M3":
    case "F8_E5M2":
    case "F8_E4M3FNUZ":
    case "F8_E5M2FNUZ":
    case "F8_E8M0":
      return fromTable(new Uint8Array(bytes), byteFloatValues(dtype));
    default:
      return fromNumbers(dtype, bytes);
  }
}

type NumberDType = Exclude<DType, "F32" | "C64" | "F16" | "BF16" | ByteFloat>;

function fromNumbers(dtype: NumberDType, bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  switch (dtype) {
    case "F64":
    case "C128":
      return Float32Array.from(new Float64Array(bytes));
    case "BOOL":
    case "U8":
      return Float32Array.from(new Uint8Array(bytes));
    case "I8":
      return Float32Array.from(new Int8Array(bytes));
    case "U16":
      return Float32Array.from(new Uint16Array(bytes));
    case "I16":
      return Float32Array.from(new Int16Array(bytes));
    case "U32":
      return Float32Array.from(new Uint32Array(bytes));
    case "I32":
      return Float32Array.from(new Int32Array(bytes));
    case "U64":
      return fromWide(new BigUint64Array(bytes));
    case "I64":
      return fromWide(new BigInt64Array(bytes));
    default:
      return unreachable(dtype);
  }
}

function fromWide(from: BigUint64Array | BigInt64Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(from.length);
  for (let i = 0; i < from.length; i++) values[i] = Number(from[i]);
  return values;
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits, widened by moving the bits. */
function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = widenHalf(halves[i] ?? 0);
  return new Float32Array(bits.buffer);
}

function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half is a normal float32: move the leading one out of the fraction.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/** bfloat16 is the upper half of a float32. */
function fromUpperHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] ?? 0) << 16;
  return new Float32Array(bits.buffer);
}

function fromTable(codes: Uint8Array, table: Float32Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = table[codes[i] ?? 0] ?? NaN;
  return values;
}
