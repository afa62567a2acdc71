/**
 * Expected values of the goldens, read by as little code as will do and by none of the product's: what is compared
 * with must not share its errors.
 */
import { readFileSync } from "node:fs";

/** Name → {dtype, shape, bytes} of a safetensors file. */
export function readReference(path) {
  const file = readFileSync(path);
  const headerLength = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + headerLength).toString("utf8"));
  const found = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const [begin, end] = entry.data_offsets.map((offset) => 8 + headerLength + offset);
    const { dtype, shape } = entry;
    found.set(name, { dtype, shape, numbers: numbersOf(dtype, file.subarray(begin, end)) });
  }
  return found;
}

/** descr, shape and numbers of a .npy file in C order. */
export function readArray(path) {
  const file = readFileSync(path);
  const header = file.subarray(10, 10 + file.readUInt16LE(8)).toString("latin1");
  const [, descr] = /'descr': '([^']+)'/.exec(header);
  const shape = /'shape': \(([^)]*)\)/
    .exec(header)[1]
    .split(",")
    .filter((axis) => axis.trim());
  const numbers = numbersOf(dtypes[descr], file.subarray(10 + file.readUInt16LE(8)));
  return { descr, shape: shape.map(Number), numbers };
}

/** By NumPy's name. */
const dtypes = {
  "<f4": "F32",
  "<f8": "F64",
  "<c8": "C64",
  "<c16": "C128",
  "|b1": "BOOL",
  "|u1": "U8",
  "|i1": "I8",
  "<u2": "U16",
  "<i2": "I16",
  "<u4": "U32",
  "<i4": "I32",
  "<u8": "U64",
  "<i8": "I64",
};

/** Numbers of JSON, in which infinities, NaN and what a double cannot hold are texts. */
export function fromJson(values) {
  return values
    .flat(Infinity)
    .map((value) =>
      typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : Number(value),
    );
}

/** How many differ: NaN equals NaN, -0 is not 0. */
export function differences(found, expected, tolerance = 0) {
  if (found.length !== expected.length) return Math.max(found.length, expected.length);
  let count = 0;
  for (let i = 0; i < found.length; i++) {
    const [a, b] = [found[i], expected[i]];
    if (Object.is(a, b) || (typeof a !== typeof b && Object.is(BigInt(a), BigInt(b)))) continue;
    if (!(Math.abs(Number(a) - Number(b)) <= tolerance && tolerance > 0)) count++;
  }
  return count;
}

/** Little endian, whatever the machine: each kind by the reader of its name. */
function numbersOf(dtype, bytes) {
  const kind = readers[dtype];
  if (kind === undefined) return undefined;
  const [width, read] = kind;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / width }, (_, i) => read(view, i * width));
}

const readers = {
  BOOL: [1, (view, at) => view.getUint8(at)],
  U8: [1, (view, at) => view.getUint8(at)],
  I8: [1, (view, at) => view.getInt8(at)],
  F8_E4M3: [1, (view, at) => small(view.getUint8(at), 4, 3)],
  F8_E5M2: [1, (view, at) => small(view.getUint8(at), 5, 2)],
  U16: [2, (view, at) => view.getUint16(at, true)],
  I16: [2, (view, at) => view.getInt16(at, true)],
  F16: [2, (view, at) => small(view.getUint16(at, true), 5, 10)],
  BF16: [2, (view, at) => float32(view.getUint16(at, true) * 65_536)],
  U32: [4, (view, at) => view.getUint32(at, true)],
  I32: [4, (view, at) => view.getInt32(at, true)],
  F32: [4, (view, at) => view.getFloat32(at, true)],
  C64: [4, (view, at) => view.getFloat32(at, true)],
  U64: [8, (view, at) => view.getBigUint64(at, true)],
  I64: [8, (view, at) => view.getBigInt64(at, true)],
  F64: [8, (view, at) => view.getFloat64(at, true)],
  C128: [8, (view, at) => view.getFloat64(at, true)],
};

function float32(bits) {
  return new Float32Array(Uint32Array.of(bits).buffer)[0];
}

/** IEEE 754 with so many bits; F8_E4M3 has no infinities, and one NaN of each sign. */
function small(bits, exponentBits, fractionBits) {
  const sign = bits >> (exponentBits + fractionBits) ? -1 : 1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = bits & (2 ** fractionBits - 1);
  const bias = 2 ** (exponentBits - 1) - 1;
  const isTop = exponent === 2 ** exponentBits - 1;
  if (exponentBits === 4 && isTop && fraction === 7) return NaN;
  if (exponentBits === 5 && isTop) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (1 + fraction / 2 ** fractionBits) * 2 ** (exponent - bias);
}
