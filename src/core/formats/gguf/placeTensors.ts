import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { ggmlType, type GgmlType } from "../ggml/ggmlTypes.ts";
import type { TensorInfo } from "../tensorTable.ts";
import type { ByteOrder } from "./byteCursor.ts";
import type { GgufTensor } from "./tensorInfos.ts";
import { elementCount } from "../../formats/dtype.ts";

/** Where the data of a file lies. */
export interface GgufData {
  readonly file: string;
  readonly byteOrder: ByteOrder;
  readonly alignment: number;
  readonly dataOffset: number;
  readonly fileLength: number;
}

/**
 * Tensors with their place in the file and what is wrong with it. Left out is what has no size that can be computed
 * with, and the second of two with one name; a tensor whose bytes are not there is listed, and reading it fails.
 */
export function placeTensors(
  infos: readonly GgufTensor[],
  data: GgufData,
  problems: ProblemList,
): readonly TensorInfo[] {
  const tensors = new Map<string, TensorInfo>();
  for (const info of infos) {
    const { name } = info;
    if (tensors.has(name)) {
      const message = `has two tensors of the name ${shownText(name)}; the first one is shown`;
      problems.add("duplicate-tensor", "error", message, { key: name });
      continue;
    }
    const tensor = placeTensor(info, data, problems);
    if (tensor !== undefined) tensors.set(name, tensor);
  }
  const placed = [...tensors.values()];
  reportLayout(placed, data, problems);
  return placed;
}

function placeTensor(
  { name, ne, typeId, offset }: GgufTensor,
  data: GgufData,
  problems: ProblemList,
): TensorInfo | undefined {
  const { file, dataOffset } = data;
  const key = name;
  if (name.length > LONGEST_NAME) {
    const message = `${shownText(name)}: its name is longer than the ${LONGEST_NAME} bytes that ggml allows`;
    problems.add("long-name", "warning", message, { key });
  }
  if (offset % BigInt(data.alignment) !== 0n) {
    const message = `${shownText(name)}: begins at byte ${offset.toString()} of the data, no multiple of the alignment ${data.alignment}; ggml refuses the file`;
    problems.add("unaligned", "warning", message, { key });
  }
  // Where the sum is beyond 2^53 it is not exact, and every read of it is refused as past the end.
  const place = { file, offset: dataOffset + Number(offset) };
  const type = ggmlType(typeId);
  const fault = faultOf(ne, type);
  if (fault !== undefined) {
    problems.add("bad-entry", "error", `${shownText(name)}: ${fault}; it is left out`, { key });
    return undefined;
  }
  const shape = ne.map(Number).toReversed();
  if (type === undefined) {
    const message = `${shownText(name)}: its type ${typeId} is not one that ggml has; it is listed and cannot be read`;
    problems.add("unknown-dtype", "warning", message, { key });
    const dtypeName = `type ${typeId}`;
    return { name, dtype: undefined, dtypeName, shape, ...place, byteLength: 0 };
  }
  const byteLength = (elementCount(shape) / type.blockSize) * type.blockBytes;
  return { name, shape, ...place, byteLength, ...valuesOf(type, shape, data.byteOrder) };
}

/** Names have 63 bytes and a zero in ggml. */
const LONGEST_NAME = 63;

/** How an entry has no size. */
function faultOf(ne: readonly bigint[], type: GgmlType | undefined): string | undefined {
  const shown = `[${ne.join(", ")}]`;
  let bytes = BigInt(type?.blockBytes ?? 1);
  for (const size of ne) bytes *= size;
  if (ne.some((size) => size > SAFE) || bytes > SAFE) return `its sizes ${shown} are beyond 2^53`;
  if (type === undefined || type.blockSize === 1) return undefined;
  const [row = 1n] = ne;
  if (row % BigInt(type.blockSize) === 0n) return undefined;
  return `its rows of ${row.toString()} values are not whole blocks of ${type.name}, which have ${type.blockSize}`;
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function valuesOf(
  type: GgmlType,
  shape: readonly number[],
  byteOrder: ByteOrder,
): Pick<TensorInfo, "dtype" | "dtypeName" | "storage"> {
  const { name: dtypeName, blockType } = type;
  if (blockType !== undefined) {
    return { dtype: "F32", dtypeName, storage: { kind: "blocks", type: blockType, byteOrder } };
  }
  if (byteOrder === "little" || type.dtype === undefined) return { dtype: type.dtype, dtypeName };
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  return { dtype: type.dtype, dtypeName, storage: { kind: "strided", strides, byteOrder } };
}

function reportLayout(tensors: readonly TensorInfo[], data: GgufData, problems: ProblemList): void {
  let reached = data.dataOffset;
  let missing = 0;
  for (const tensor of tensors.toSorted((a, b) => a.offset - b.offset)) {
    const { name, offset, byteLength } = tensor;
    if (offset < reached && byteLength > 0) {
      const message = `${shownText(name)}: begins at byte ${offset}, inside the tensor before it`;
      problems.add("overlap", "error", message, { key: name, offset });
    }
    reached = Math.max(reached, offset + byteLength);
    if (offset + byteLength > data.fileLength) missing++;
  }
  if (missing === 0) return;
  problems.add(
    "data-missing",
    "error",
    `ends at byte ${data.fileLength}, its table describes ${reached} bytes: ${reached - data.fileLength} are missing, in ${missing} of ${tensors.length} tensors; is the download complete?`,
    { offset: data.fileLength },
  );
}
