import { FormatError } from "../errors.ts";
import { elementCount } from "./dtype.ts";

/**
 * Float32 values in C order as a NumPy .npy file.
 * @throws FormatError `bad-shape` where the values are not as many as the shape says.
 */
export function writeNpy(shape: readonly number[], values: Float32Array): Uint8Array<ArrayBuffer> {
  if (elementCount(shape) !== values.length) {
    throw new FormatError(
      "bad-shape",
      `shape [${shape.join(", ")}] has ${elementCount(shape)} values, ${values.length} were given`,
    );
  }
  const header = npyHeader("<f4", shape);
  const file = new Uint8Array(header.length + values.byteLength);
  file.set(header);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.length);
  return file;
}

/**
 * What stands before the values, version 1.0: magic, two version bytes, length of the header (uint16), the header as
 * a Python dictionary filled up with spaces to a multiple of 64. `descr` is numpy's name of the element type.
 * Source: numpy/lib/format.py.
 */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  // A tuple of one needs its comma in Python.
  const axes = shape.length === 1 ? `${shape.join("")},` : shape.join(", ");
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`;
  const unpadded = PREFIX_BYTES + header.length + 1;
  const start = new Uint8Array(Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT);
  start.set(MAGIC);
  new DataView(start.buffer).setUint16(MAGIC.length, start.length - PREFIX_BYTES, true);
  const padded = header + " ".repeat(start.length - unpadded) + "\n";
  start.set(new TextEncoder().encode(padded), PREFIX_BYTES);
  return start;
}

/** "\x93NUMPY" and version 1.0. */
const MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const PREFIX_BYTES = MAGIC.length + 2;
const ALIGNMENT = 64;
