import { TENSOR_RANK_LIMIT } from "../../bytes/limits.ts";
import { dtypeBytes, elementCount } from "../dtype.ts";
import type { ChunkedStorage, TensorInfo } from "../tensorTable.ts";
import type { Cursor } from "./cursor.ts";
import { parseDatatype, type Datatype } from "./datatype.ts";
import { parseFilters } from "./filters.ts";
import { parseLayout, type Layout } from "./layout.ts";
import { messageType, type Message } from "./objectHeader.ts";

/** Whether an object is a dataset: groups have no layout. */
export function isDataset(messages: readonly Message[]): boolean {
  return messages.some(({ type }) => type === messageType.layout);
}

/**
 * A dataset as a tensor; its name is the path of links that leads to it.
 * @throws FormatError `unsupported`, `bad-value`, `truncated` where its messages cannot be read.
 */
export function toTensor(name: string, file: string, messages: readonly Message[]): TensorInfo {
  const type = parseDatatype(bodyOf(messages, messageType.datatype));
  const shape = parseShape(bodyOf(messages, messageType.dataspace));
  const layout = parseLayout(bodyOf(messages, messageType.layout));
  const filters = messages.find((message) => message.type === messageType.filters);
  const fill = messages.find((message) => message.type === messageType.fill);
  const byteLength = elementCount(shape) * type.size;
  const tensor = { name, dtype: type.dtype, dtypeName: type.label, shape, file, byteLength };
  if (type.dtype === undefined || dtypeBytes[type.dtype] !== type.size) {
    return { ...tensor, dtype: undefined, offset: layout.offset ?? 0 };
  }
  if (layout.kind === "plain" && layout.offset !== undefined) {
    const { offset } = layout;
    if (type.byteOrder === "little") return { ...tensor, offset };
    const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
    return { ...tensor, offset, storage: { kind: "strided", strides, byteOrder: "big" } };
  }
  const storage: ChunkedStorage = {
    kind: "chunked",
    byteOrder: type.byteOrder,
    chunk: layout.kind === "chunked" ? layout.chunk : shape,
    index: indexOf(layout),
    filters: filters === undefined ? [] : parseFilters(filters.body),
    fill: fill === undefined ? zeros(type) : (parseFill(fill.body) ?? zeros(type)),
  };
  return { ...tensor, offset: layout.offset ?? 0, storage };
}

function indexOf(layout: Layout): ChunkedStorage["index"] {
  return layout.kind === "chunked" && layout.offset !== undefined ? layout.index : { kind: "none" };
}

function bodyOf(messages: readonly Message[], type: number): Cursor {
  const message = messages.find((candidate) => candidate.type === type);
  if (message !== undefined) return message.body;
  const [first] = messages;
  if (first === undefined) throw new Error("an object without messages is no dataset");
  return first.body.refuse(
    `a dataset without a message of type ${type}; its datatype may be kept elsewhere in the file`,
  );
}

/** Dataspace: rank and axes; the greatest axes that may follow do not matter here. */
function parseShape(body: Cursor): readonly number[] {
  const version = body.u8();
  if (version !== 1 && version !== 2) body.refuse(`dataspace of version ${version}`);
  const rank = body.u8();
  body.skip(1);
  const isNull = version === 2 && body.u8() === NULL_SPACE;
  if (version === 1) body.skip(5);
  if (isNull) return [0];
  if (rank > TENSOR_RANK_LIMIT) body.refuse(`a dataset of ${rank} axes`, "bad-value");
  const shape = Array.from({ length: rank }, () => body.length() ?? Infinity);
  if (!Number.isSafeInteger(elementCount(shape) * LARGEST_ELEMENT)) {
    body.refuse(`a shape [${shape.join(", ")}] beyond 2^53 bytes`, "bad-value");
  }
  return shape;
}

const NULL_SPACE = 2;
const LARGEST_ELEMENT = 8;

/** The value of elements that were never written; `undefined` where the file states none, which means zero. */
function parseFill(body: Cursor): readonly number[] | undefined {
  const version = body.u8();
  if (version === 3) {
    if ((body.u8() & 0x20) === 0) return undefined;
  } else {
    body.skip(2);
    if (body.u8() === 0) return undefined;
  }
  const size = body.u32();
  return size === 0 ? undefined : [...body.bytes(size)];
}

function zeros({ size }: Datatype): readonly number[] {
  return Array.from({ length: size }, () => 0);
}
