import type { ByteOrder } from "./byteCursor.ts";
import {
  ggufValueType,
  isScalarType,
  leastBytes,
  scalarBytes,
  type GgufScalarType,
  type GgufValueType,
} from "./valueTypes.ts";

/** A number of 64 bits is a bigint only where a double does not hold it. */
export type GgufScalar = number | bigint | boolean;

export type GgufValue = GgufScalar | string | readonly GgufValue[];

/** Bytes of a value (an array: of its items) and how they are read. */
export interface ValueBytes {
  readonly view: DataView;
  readonly byteOrder: ByteOrder;
}

/** One value of a fixed size at a place in the bytes. */
export function scalarAt(bytes: ValueBytes, at: number, type: GgufScalarType): GgufScalar {
  const { view } = bytes;
  const little = bytes.byteOrder === "little";
  switch (type) {
    case "BOOL":
      return view.getUint8(at) !== 0;
    case "UINT64":
      return asNumber(view.getBigUint64(at, little));
    case "INT64":
      return asNumber(view.getBigInt64(at, little));
    default:
      return readers[type](view, at, little);
  }
}

type Number32 = Exclude<GgufScalarType, "BOOL" | "UINT64" | "INT64">;

const readers: Readonly<Record<Number32, (view: DataView, at: number, little: boolean) => number>> =
  {
    UINT8: (view, at) => view.getUint8(at),
    INT8: (view, at) => view.getInt8(at),
    UINT16: (view, at, little) => view.getUint16(at, little),
    INT16: (view, at, little) => view.getInt16(at, little),
    UINT32: (view, at, little) => view.getUint32(at, little),
    INT32: (view, at, little) => view.getInt32(at, little),
    FLOAT32: (view, at, little) => view.getFloat32(at, little),
    FLOAT64: (view, at, little) => view.getFloat64(at, little),
  };

function asNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Numbers of an array as doubles; those of 64 bits are rounded to nearest, truth values are 0 and 1. */
export function numbersOf(bytes: ValueBytes, type: GgufScalarType, count: number): Float64Array {
  const numbers = new Float64Array(count);
  const width = scalarBytes[type];
  if (type === "BOOL" || type === "UINT64" || type === "INT64") {
    for (let i = 0; i < count; i++) numbers[i] = Number(scalarAt(bytes, i * width, type));
    return numbers;
  }
  const read = readers[type];
  const little = bytes.byteOrder === "little";
  for (let i = 0; i < count; i++) numbers[i] = read(bytes.view, i * width, little);
  return numbers;
}

/** One text, its encoding forgiven; a byte-order mark is a character of a token like any other. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Items of an array, arrays inside it too; the scan has bounded its depth and found it to lie inside the bytes. */
export function itemsOf(
  bytes: ValueBytes,
  type: GgufValueType,
  count: number,
): readonly GgufValue[] {
  return readItems(bytes, { type, count, at: 0 }).items;
}

interface Items {
  readonly type: GgufValueType;
  readonly count: number;
  readonly at: number;
}

function readItems(
  bytes: ValueBytes,
  { type, count, at }: Items,
): { readonly items: readonly GgufValue[]; readonly end: number } {
  if (isScalarType(type)) {
    const width = scalarBytes[type];
    const items = Array.from({ length: count }, (_, i) => scalarAt(bytes, at + i * width, type));
    return { items, end: at + count * width };
  }
  const items: GgufValue[] = [];
  const little = bytes.byteOrder === "little";
  let place = at;
  for (let i = 0; i < count; i++) {
    if (type === "STRING") {
      const length = Number(bytes.view.getBigUint64(place, little));
      const { buffer, byteOffset } = bytes.view;
      place += leastBytes(type);
      items.push(textOf(new Uint8Array(buffer, byteOffset + place, length)));
      place += length;
    } else {
      const inner = ggufValueType(bytes.view.getUint32(place, little)) ?? "UINT8";
      const innerCount = Number(bytes.view.getBigUint64(place + 4, little));
      const read = readItems(bytes, { type: inner, count: innerCount, at: place + 12 });
      items.push(read.items);
      place = read.end;
    }
  }
  return { items, end: place };
}
