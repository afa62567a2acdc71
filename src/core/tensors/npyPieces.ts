import type { DType, TensorInfo } from "../formats/tensorTable.ts";
import { npyHeader } from "../formats/npyWriter.ts";
import type { TensorRead } from "../formats/storage/storageReader.ts";
import { FormatError } from "../errors.ts";
import { slicePieces } from "./slicePieces.ts";
import { type ElementSource, tensorPieces, type Watch } from "./tensorPieces.ts";
import type { TensorSlice } from "./tensorPlane.ts";
import { toNumbers } from "./toNumbers.ts";
import { elementCount } from "../formats/dtype.ts";

/**
 * A tensor, or a part of it, as the bytes of a .npy file, piece by piece: float64, complex numbers and
 * integers as they are, every other float as float32, which holds it exactly.
 * @throws FormatError `unsupported` for types without values, and those of reading.
 */
export async function* npyPieces(
  source: ElementSource,
  { tensor, slice }: NpyAsk,
  { signal, progress }: Watch = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { dtype } = tensor;
  if (dtype === undefined) {
    throw new FormatError("unsupported", `${tensor.name} is of type ${tensor.dtypeName}`);
  }
  const shape = slice === undefined ? tensor.shape : shapeOf(tensor, slice);
  yield npyHeader(keptTypes[dtype] ?? "<f4", shape);
  const total = elementCount(shape);
  let done = 0;
  const pieces =
    slice === undefined
      ? tensorPieces(source, tensor, signal)
      : slicePieces(source, { tensor, slice }, signal);
  for await (const piece of pieces) {
    yield toNpyBytes(piece);
    done += elementCount(piece.shape);
    progress?.(done, total);
  }
}

export interface NpyAsk {
  readonly tensor: TensorInfo;
  /** All of it where there is none. */
  readonly slice?: TensorSlice | undefined;
}

/** How numpy writes types that are kept: little endian, and bytes without an order. */
const keptTypes: Readonly<Partial<Record<DType, string>>> = {
  BOOL: "|b1",
  U8: "|u1",
  I8: "|i1",
  I16: "<i2",
  U16: "<u2",
  I32: "<i4",
  U32: "<u4",
  I64: "<i8",
  U64: "<u8",
  F32: "<f4",
  F64: "<f8",
  C64: "<c8",
  C128: "<c16",
};

function toNpyBytes(piece: TensorRead): Uint8Array<ArrayBuffer> {
  const isKept = keptTypes[piece.dtype] !== undefined;
  return new Uint8Array(isKept ? piece.bytes : toNumbers(piece).buffer);
}

/** A part of a vector is a vector, of a scalar a scalar; leading axes are gone. */
function shapeOf(tensor: TensorInfo, { rows, cols }: TensorSlice): readonly number[] {
  if (tensor.shape.length === 0) return [];
  const width = cols[1] - cols[0];
  return tensor.shape.length === 1 ? [width] : [rows[1] - rows[0], width];
}
