import { parseNpyType, type NpyType } from "../numpy/npyType.ts";
import { calleeOf, itemsOf, type PickleObject, type PickleValue } from "./pickleValue.ts";

/** The number that NumPy's `scalar(dtype, bytes)` stands for; `undefined` where the call is for something else. */
export function numpyScalar(object: PickleObject): number | bigint | boolean | undefined {
  if (calleeOf(object) !== "numpy._core.multiarray.scalar") return undefined;
  const [dtype, data] = itemsOf(object.args);
  const type = dtype === undefined ? undefined : toType(dtype);
  const bytes = data === undefined ? undefined : toBytes(data);
  if (type === undefined || bytes?.length !== type.bytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return readers.get(type.name)?.(view, type.byteOrder === "little");
}

/** A call `dtype("i8", …)` whose state says the byte order second. */
function toType(dtype: PickleValue): NpyType | undefined {
  if (calleeOf(dtype) !== "numpy.dtype") return undefined;
  if (typeof dtype !== "object" || dtype?.kind !== "object") return undefined;
  const [code] = itemsOf(dtype.args);
  const [, order] = itemsOf(dtype.state);
  if (typeof code !== "string") return undefined;
  return parseNpyType(`${typeof order === "string" ? order : "|"}${code}`);
}

/** Bytes, or the call by which protocols below 3 write them: a text with a character for each byte. */
function toBytes(data: PickleValue): Uint8Array | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  if (data.kind === "bytes") return data.bytes;
  if (data.kind !== "object" || calleeOf(data) !== "_codecs.encode") return undefined;
  const [text, encoding] = itemsOf(data.args);
  if (typeof text !== "string" || text.length > LONGEST || encoding !== "latin1") return undefined;
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** The longest scalar with a number in it. */
const LONGEST = 16;

type Read = (view: DataView, littleEndian: boolean) => number | bigint | boolean;

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["BOOL", (view) => view.getUint8(0) !== 0],
  ["U8", (view) => view.getUint8(0)],
  ["I8", (view) => view.getInt8(0)],
  ["U16", (view, little) => view.getUint16(0, little)],
  ["I16", (view, little) => view.getInt16(0, little)],
  ["U32", (view, little) => view.getUint32(0, little)],
  ["I32", (view, little) => view.getInt32(0, little)],
  ["U64", (view, little) => view.getBigUint64(0, little)],
  ["I64", (view, little) => view.getBigInt64(0, little)],
  ["F32", (view, little) => view.getFloat32(0, little)],
  ["F64", (view, little) => view.getFloat64(0, little)],
]);
