import { elementCount } from "../../../../../src/core/formats/dtype.ts";
import type { Packing, PartRole } from "../../../../../src/core/formats/packed/packing.ts";
import { packedStorage } from "../../../../../src/core/formats/storage/packed.ts";
import type {
  DType,
  PackedPart,
  PackedStorage,
  TensorInfo,
} from "../../../../../src/core/formats/tensorTable.ts";

export interface Part {
  readonly role: PartRole;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: { readonly buffer: ArrayBuffer };
  /** Stored otherwise than plainly, so that its range in the file says nothing. */
  readonly isView?: true;
}

export interface PackedWeight {
  read(rows?: readonly number[]): Promise<Float32Array>;
  /** Of every range that was read: its part and length. */
  readonly ranges: { readonly role: string; readonly length: number }[];
}

/** A weight over parts in memory, each a file of its own, without a model around it. */
export function packedWeight(
  shape: readonly number[],
  packing: Packing,
  parts: readonly Part[],
): PackedWeight {
  const infos = parts.map(({ role, dtype, shape, values, isView }): PackedPart => {
    const byteLength = values.buffer.byteLength;
    const plain = { dtype, dtypeName: dtype, shape, offset: 0, byteLength };
    const info = { name: role, file: role, ...plain };
    const view = { kind: "strided", strides: shape.map(() => 1), byteOrder: "little" } as const;
    return { role, tensor: isView === undefined ? info : { ...info, storage: view } };
  });
  const storage: PackedStorage = { kind: "packed", packing, parts: infos };
  const tensor: TensorInfo = {
    name: "w",
    dtype: "F32",
    dtypeName: packing.method,
    shape,
    file: "codes",
    offset: 0,
    byteLength: 0,
    storage,
  };
  const ranges: PackedWeight["ranges"] = [];
  const bytesOf = (file: string): ArrayBuffer => {
    const part = parts.find(({ role }) => role === file);
    if (part === undefined) throw new Error(`no part ${file}`);
    return part.values.buffer;
  };
  const input = {
    range: async (file: string, offset: number, length: number) => {
      if (parts.some(({ role, isView }) => role === file && isView)) throw new Error("a view");
      ranges.push({ role: file, length });
      const bytes = new Uint8Array(bytesOf(file).slice(offset, offset + length));
      if (bytes.length !== length)
        throw new Error(`${file}: ${offset} + ${length} is past its end`);
      return bytes;
    },
    size: async (file: string) => bytesOf(file).byteLength,
    tensor: async ({ name, dtype = "U8", shape: all }: TensorInfo) => {
      ranges.push({ role: `all of ${name}`, length: bytesOf(name).byteLength });
      return { dtype, shape: all, bytes: bytesOf(name) };
    },
  };
  return {
    ranges,
    read: async (rows) => {
      const read = await packedStorage.read({ tensor, storage, rows }, input);
      const wanted = rows === undefined ? shape : [rows.length, ...shape.slice(1)];
      if (read.bytes.byteLength !== elementCount(wanted) * 4) throw new Error("a wrong length");
      return new Float32Array(read.bytes);
    },
  };
}

/** Codes written one after the other, lowest bit first, each row filled up to whole words. */
export function packRows(
  codes: readonly (readonly number[])[],
  bits: number,
): { buffer: ArrayBuffer; words: number } {
  const words = Math.ceil(((codes[0]?.length ?? 0) * bits) / 32);
  const bytes = new Uint8Array(codes.length * words * 4);
  codes.forEach((row, r) => {
    row.forEach((code, k) => {
      for (let bit = 0; bit < bits; bit++) {
        const at = k * bits + bit;
        const byte = r * words * 4 + (at >> 3);
        if ((code >> bit) & 1) bytes[byte] = (bytes[byte] ?? 0) | (1 << (at & 7));
      }
    });
  });
  return { buffer: bytes.buffer, words };
}

/** A table of words turned round, row by row. */
export function transposeWords(buffer: ArrayBuffer, rows: number): { buffer: ArrayBuffer } {
  const from = new Uint32Array(buffer);
  const columns = from.length / rows;
  return Uint32Array.from(
    { length: from.length },
    (_, i) => from[(i % rows) * columns + Math.floor(i / rows)] ?? 0,
  );
}
