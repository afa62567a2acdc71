import type { DType } from "../tensorTable.ts";
import type { Cursor } from "./cursor.ts";

/** The type of a dataset's elements. */
export interface Datatype {
  /** `undefined` where the elements are no numbers that are read here. */
  readonly dtype: DType | undefined;
  /** For people: "float32", "string of 10 bytes". */
  readonly label: string;
  /** Bytes of one element. */
  readonly size: number;
  readonly byteOrder: "little" | "big";
}

/**
 * A datatype message: class and version, 24 bits of flags, size, properties of the class.
 * Floats are recognised by their whole layout, since bfloat16 and float16 have one size.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.d.
 */
export function parseDatatype(body: Cursor): Datatype {
  const kind = body.u8() & 0xf;
  const flags = body.u8();
  body.skip(2);
  const size = body.u32();
  const byteOrder = (flags & 1) === 0 ? "little" : "big";
  if (kind === FIXED) return fixed(size, (flags & 8) === 0 ? "U" : "I", byteOrder);
  if (kind === FLOATING) {
    const dtype = floats.get(floatLayout(body, size));
    return { dtype, label: dtype ?? `float of ${size} bytes`, size, byteOrder };
  }
  // An enumeration's base type comes first in its properties; h5py stores booleans so.
  if (kind === ENUMERATION) return parseDatatype(body);
  const label = `${labels.get(kind) ?? `class ${kind}`} of ${size} bytes`;
  return { dtype: undefined, label, size, byteOrder };
}

const FIXED = 0;
const FLOATING = 1;
const ENUMERATION = 8;

const labels: ReadonlyMap<number, string> = new Map([
  [2, "time"],
  [3, "string"],
  [4, "bit field"],
  [5, "opaque"],
  [6, "compound"],
  [7, "reference"],
  [9, "variable length"],
  [10, "array"],
]);

function fixed(size: number, sign: "U" | "I", byteOrder: Datatype["byteOrder"]): Datatype {
  const dtype = integers.get(`${sign}${size * 8}`);
  return { dtype, label: dtype ?? `integer of ${size} bytes`, size, byteOrder };
}

const integers: ReadonlyMap<string, DType> = new Map(
  (["U8", "U16", "U32", "U64", "I8", "I16", "I32", "I64"] as const).map((name) => [name, name]),
);

/** Bytes, bits of the exponent and of the mantissa. */
function floatLayout(body: Cursor, size: number): string {
  body.skip(5);
  const exponentBits = body.u8();
  body.skip(1);
  return `${size}/${exponentBits}/${body.u8()}`;
}

const floats: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["2/5/10", "F16"],
  ["2/8/7", "BF16"],
  ["4/8/23", "F32"],
  ["8/11/52", "F64"],
]);
