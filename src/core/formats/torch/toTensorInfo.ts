import { TENSOR_BYTE_LIMIT, TENSOR_RANK_LIMIT } from "../../bytes/limits.ts";
import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { elementCount, parseDType } from "../dtype.ts";
import type { TensorInfo, TensorStorage } from "../tensorTable.ts";
import type { ZipData } from "../zip/zipData.ts";
import type { FoundTensor } from "./torchWalk.ts";

/** The bytes of a storage, or why there are none, as the end of a sentence. */
export type StorageData = ZipData | { readonly missing: string };

/** What all tensors of a file share. */
export interface TorchFile {
  readonly file: string;
  readonly byteOrder: "little" | "big";
}

/**
 * A tensor held against its storage. A view that does not fit is listed with its shape and cannot be read, with a
 * problem; one without a shape is left out.
 */
export function toTensorInfo(
  found: FoundTensor,
  data: StorageData,
  { file, byteOrder }: TorchFile,
  problems: ProblemList,
): TensorInfo | undefined {
  const { name, tensor } = found;
  const { type, shape } = tensor;
  if (!isShape(shape) || !Number.isSafeInteger(elementCount(shape) * 64)) {
    const message = `${shownText(name)}: its shape [${shape.slice(0, 8).join(", ")}] is none that a tensor can have; it is left out`;
    problems.add("bad-shape", "error", message, { key: name });
    return undefined;
  }
  const dtype = parseDType(type.name);
  const plain = { name, dtype, dtypeName: type.name, shape, file };
  const fault = tensor.fault ?? ("missing" in data ? data.missing : faultOf(found, data));
  if (fault !== undefined || "missing" in data) {
    const reason = fault ?? "has no values";
    problems.add("missing-data", "error", `${shownText(name)} ${reason}`, { key: name });
    const byteLength = elementCount(shape) * type.bytes;
    return { ...plain, offset: 0, byteLength, storage: { kind: "missing", reason } };
  }
  const begin = firstElement(found) * type.bytes;
  const byteLength = extentOf(found) * type.bytes;
  reportExpansion(found, byteLength, problems);
  const storage = storageOf(found, { data, begin, byteOrder });
  const offset = data.packing === "deflated" ? data.offset : data.offset + begin;
  return { ...plain, offset, byteLength, ...(storage === undefined ? {} : { storage }) };
}

/** A view repeats elements at no cost; one that cannot be read whole was not meant to be. */
function reportExpansion(
  { name, tensor }: FoundTensor,
  stored: number,
  problems: ProblemList,
): void {
  const bytes = elementCount(tensor.shape) * tensor.type.bytes;
  if (bytes <= TENSOR_BYTE_LIMIT || bytes <= stored) return;
  const message = `${shownText(name)} repeats ${stored} bytes to ${bytes}; it can be read by rows only`;
  problems.add("expanded", "warning", message, { key: name });
}

function isShape(shape: readonly number[]): boolean {
  return (
    shape.length <= TENSOR_RANK_LIMIT &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0)
  );
}

/** How a view does not fit into its storage. */
function faultOf(found: FoundTensor, data: ZipData): string | undefined {
  const { shape, strides, type, storage } = found.tensor;
  const first = firstElement(found);
  if (strides.length !== shape.length) {
    return `has ${shape.length} axes and ${strides.length} strides`;
  }
  if (![first, ...strides].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    return "has a negative or broken offset or stride";
  }
  const needed = (first + extentOf(found)) * type.bytes;
  if (extentOf(found) === 0 || needed <= data.inflatedLength) return undefined;
  return `needs ${needed} bytes of the storage ${shownText(storage.key)}, which has ${data.inflatedLength}`;
}

function firstElement({ tensor }: FoundTensor): number {
  return tensor.offset + (tensor.storage.part?.offset ?? 0);
}

/** Elements of the storage from the first to the last one. */
function extentOf({ tensor: { shape, strides } }: FoundTensor): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), 1);
}

function storageOf(
  { tensor }: FoundTensor,
  {
    data,
    begin,
    byteOrder,
  }: {
    readonly data: ZipData;
    readonly begin: number;
    readonly byteOrder: TorchFile["byteOrder"];
  },
): TensorStorage | undefined {
  const { shape, strides, negated, conjugated, type } = tensor;
  const order = type.bytes === 1 ? "little" : byteOrder;
  const signs = { ...(negated ? { negated } : {}), ...(conjugated ? { conjugated } : {}) };
  const layout = { strides, byteOrder: order, ...signs } as const;
  if (data.packing === "deflated") {
    const { deflatedLength, inflatedLength } = data;
    return { kind: "inflated", ...layout, deflatedLength, inflatedLength, start: begin };
  }
  const isPlain = order === "little" && !negated && !conjugated && isContiguous(shape, strides);
  return isPlain ? undefined : { kind: "strided", ...layout };
}

/** Row-major order without gaps; strides of axes with one index mean nothing. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  if (shape.includes(0)) return true;
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    if (size !== 1 && strides[axis] !== expected) return false;
    expected *= size;
  }
  return true;
}
