/** A type of elements by its number in `TensorProto.DataType`. */
export interface OnnxType {
  /** The safetensors name where there is one, else ONNX's own. */
  readonly name: string;
  readonly bits: number;
  /** The field that has the values where they are not raw bytes, and how they stand in it. */
  readonly field: number;
  readonly encoding: "fixed" | "varint";
}

const FLOAT_DATA = 4;
const INT32_DATA = 5;
const INT64_DATA = 7;
const DOUBLE_DATA = 10;
const UINT64_DATA = 11;

export function onnxType(number: number): OnnxType | undefined {
  return types.get(number);
}

function fixed(name: string, bits: number, field: number): OnnxType {
  return { name, bits, field, encoding: "fixed" };
}

function varint(name: string, bits: number, field = INT32_DATA): OnnxType {
  return { name, bits, field, encoding: "varint" };
}

/** Source: onnx/onnx.proto, `TensorProto`. */
const types: ReadonlyMap<number, OnnxType> = new Map([
  [1, fixed("F32", 32, FLOAT_DATA)],
  [2, varint("U8", 8)],
  [3, varint("I8", 8)],
  [4, varint("U16", 16)],
  [5, varint("I16", 16)],
  [6, varint("I32", 32)],
  [7, varint("I64", 64, INT64_DATA)],
  [9, varint("BOOL", 8)],
  [10, varint("F16", 16)],
  [11, fixed("F64", 64, DOUBLE_DATA)],
  [12, varint("U32", 32, UINT64_DATA)],
  [13, varint("U64", 64, UINT64_DATA)],
  [14, fixed("C64", 64, FLOAT_DATA)],
  [15, fixed("C128", 128, DOUBLE_DATA)],
  [16, varint("BF16", 16)],
  [17, varint("F8_E4M3", 8)],
  [18, varint("F8_E4M3FNUZ", 8)],
  [19, varint("F8_E5M2", 8)],
  [20, varint("F8_E5M2FNUZ", 8)],
  [21, varint("UINT4", 4)],
  [22, varint("INT4", 4)],
  [23, varint("FLOAT4E2M1", 4)],
  [24, varint("F8_E8M0", 8)],
  [25, varint("UINT2", 2)],
  [26, varint("INT2", 2)],
]);
