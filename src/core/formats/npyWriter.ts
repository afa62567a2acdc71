import { FormatError } from "../errors.ts";
import { elementCount } from "./dtype.ts";

/**
 * A NumPy .npy file, version 1.0: magic, two version bytes, length of the header (uint16), the header as a Python
 * dictionary filled up with spaces to a multiple of 64, then float32 values in C order, little endian.
 * Source: numpy/lib/format.py.
 * @throws FormatError `bad-shape` where the values are not as many as the shape says.
 */
export function writeNpy(shape: readonly number[], values: Float32Array): Uint8Array<ArrayBuffer> {
  if (elementCount(shape) !== values.length) {
    throw new FormatError(
      "bad-shape",
      `shape [${shape.join(", ")}] has ${elementCount(shape)} values, ${values.length} were given`,
    );
  }
  // A tuple of one needs its comma in Python.
  const axes = shape.length === 1 ? `${shape.join("")},` : shape.join(", ");
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${axes}), }`;
  const unpadded = PREFIX_BYTES + header.length + 1;
  const dataStart = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(dataStart + values.byteLength);
  file.set(MAGIC);
  new DataView(file.buffer).setUint16(MAGIC.length, dataStart - PREFIX_BYTES, true);
  const padded = header + " ".repeat(dataStart - unpadded) + "\n";
  file.set(new TextEncoder().encode(padded), PREFIX_BYTES);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), dataStart);
  return file;
}

/** "\x93NUMPY" and version 1.0. */
const MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const PREFIX_BYTES = MAGIC.length + 2;
const ALIGNMENT = 64;
