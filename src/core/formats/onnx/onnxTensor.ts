import { ONNX_PIECE_LIMIT, TENSOR_RANK_LIMIT } from "../../bytes/limits.ts";
import type { ByteRange, ProtobufField, ProtobufReader } from "./protobuf.ts";

/** A `TensorProto` as written: where its values are, nothing of them read. */
export interface OnnxTensor {
  name: string;
  readonly shape: number[];
  type: number;
  raw: ByteRange | undefined;
  /** Pieces of each field of values. */
  readonly typed: Map<number, ByteRange[]>;
  /** `location`, `offset`, `length`: where in which other file. */
  readonly external: Map<string, string>;
  isExternal: boolean;
  /** Axes or pieces beyond the limits. */
  isTooMuch: boolean;
}

/** @throws FormatError those of `eachField`. */
export async function readOnnxTensor(
  reader: ProtobufReader,
  range: ByteRange,
): Promise<OnnxTensor> {
  const tensor: OnnxTensor = {
    ...{ name: "", shape: [], type: 0, raw: undefined },
    ...{ typed: new Map(), external: new Map(), isExternal: false, isTooMuch: false },
  };
  await reader.eachField(range, (field) => {
    const read = fields.get(field.number);
    return read?.(tensor, field, reader);
  });
  return tensor;
}

type ReadField = (
  tensor: OnnxTensor,
  field: ProtobufField,
  reader: ProtobufReader,
) => Promise<void> | undefined;

const fields: ReadonlyMap<number, ReadField> = new Map<number, ReadField>([
  [1, addAxes],
  [2, (tensor, { value }) => void (tensor.type = value)],
  [4, addPiece],
  [5, addPiece],
  [7, addPiece],
  [8, async (tensor, field, reader) => void (tensor.name = await reader.text(field, NAME_BYTES))],
  [9, (tensor, field) => void (tensor.raw = field)],
  [10, addPiece],
  [11, addPiece],
  [13, async (tensor, field, reader) => readPair(reader, field, tensor.external)],
  [14, (tensor, { value }) => void (tensor.isExternal = value === 1)],
]);

/** Longer than any name that an exporter makes. */
const NAME_BYTES = 4096;

/** One number, or several in one field. */
function addAxes(
  tensor: OnnxTensor,
  field: ProtobufField,
  reader: ProtobufReader,
): Promise<void> | undefined {
  if (field.kind === "varint") {
    addAxis(tensor, field.value);
    return undefined;
  }
  return reader
    .bytes({ offset: field.offset, length: Math.min(field.length, AXES_BYTES) })
    .then((bytes) => {
      tensor.isTooMuch ||= field.length > AXES_BYTES;
      for (let at = 0, value = 0, scale = 1; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        value += (byte & 0x7f) * scale;
        scale *= 128;
        if (byte >= 0x80) continue;
        addAxis(tensor, value);
        value = 0;
        scale = 1;
      }
    });
}

const AXES_BYTES = 10 * TENSOR_RANK_LIMIT;

function addAxis(tensor: OnnxTensor, size: number): void {
  if (tensor.shape.length >= TENSOR_RANK_LIMIT) tensor.isTooMuch = true;
  else tensor.shape.push(size);
}

function addPiece(tensor: OnnxTensor, { number, offset, length }: ProtobufField): undefined {
  const pieces = tensor.typed.get(number) ?? [];
  tensor.typed.set(number, pieces);
  if (pieces.length >= ONNX_PIECE_LIMIT) tensor.isTooMuch = true;
  else pieces.push({ offset, length });
}

/** A `StringStringEntryProto`. */
export async function readPair(
  reader: ProtobufReader,
  range: ByteRange,
  into: Map<string, string>,
): Promise<void> {
  let key = "";
  let value = "";
  await reader.eachField(range, async (field) => {
    if (field.number === 1) key = await reader.text(field, NAME_BYTES);
    else if (field.number === 2) value = await reader.text(field, NAME_BYTES);
  });
  if (into.size < PAIR_LIMIT) into.set(key, value);
}

/** Where a tensor is needs five pairs; what a model says about itself needs some tens. */
const PAIR_LIMIT = 200;
