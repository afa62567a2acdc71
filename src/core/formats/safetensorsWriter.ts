import { FormatError } from "../errors.ts";
import { dtypeBytes, elementCount } from "./dtype.ts";
import type { DType } from "./tensorTable.ts";

export interface TensorToWrite {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major, little endian. */
  readonly bytes: ArrayBuffer;
}

/**
 * A safetensors file of these tensors, in this order. The header is filled up with spaces to a multiple of 8, as
 * the reference writer does, so that the data is aligned; order is the caller's, so put wide types first.
 * @throws FormatError `bad-shape` where bytes are not shape × type, `bad-header` for a name that occurs twice.
 */
export function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata?: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  const members: [string, unknown][] =
    metadata === undefined ? [] : [["__metadata__", Object.fromEntries(metadata)]];
  const names = new Set(["__metadata__"]);
  let end = 0;
  for (const { name, dtype, shape, bytes } of tensors) {
    if (names.has(name)) {
      throw new FormatError("bad-header", `the name ${JSON.stringify(name)} is taken already`);
    }
    names.add(name);
    checkSize({ name, dtype, shape, bytes });
    members.push([name, { dtype, shape, data_offsets: [end, end + bytes.byteLength] }]);
    end += bytes.byteLength;
  }
  // fromEntries makes own properties, also of a name like "__proto__".
  const json = JSON.stringify(Object.fromEntries(members));
  const header = new TextEncoder().encode(json);
  const headerLength = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(header, LENGTH_BYTES);
  file.fill(SPACE, LENGTH_BYTES + header.length, LENGTH_BYTES + headerLength);
  let offset = LENGTH_BYTES + headerLength;
  for (const { bytes } of tensors) {
    file.set(new Uint8Array(bytes), offset);
    offset += bytes.byteLength;
  }
  return file;
}

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
const SPACE = 0x20;

function checkSize({ name, dtype, shape, bytes }: TensorToWrite): void {
  const needed = elementCount(shape) * dtypeBytes[dtype];
  if (needed === bytes.byteLength) return;
  throw new FormatError(
    "bad-shape",
    `${JSON.stringify(name)} of shape [${shape.join(", ")}] and type ${dtype} needs ${needed} bytes, ${bytes.byteLength} were given`,
  );
}
