import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { parseDType } from "../dtype.ts";
import type { ElementLayout, TensorInfo, TensorStorage } from "../tensorTable.ts";
import type { ZipData } from "../zip/zipData.ts";
import type { NpyHeader } from "./npyHeader.ts";

/** An array whose header was read, and the bytes that it is in: a whole file or a member of an archive. */
export interface NpyArray {
  readonly name: string;
  readonly file: string;
  readonly header: NpyHeader;
  readonly data: ZipData;
}

/** An array as a tensor; one whose bytes have not all arrived is listed and cannot be read. */
export function toNpyTensor(array: NpyArray, problems: ProblemList): TensorInfo {
  const { name, file, header, data } = array;
  const { type, shape, count, dataStart } = header;
  const byteLength = count * type.bytes;
  const present = data.inflatedLength - dataStart;
  const plain = {
    name,
    dtype: parseDType(type.name),
    dtypeName: type.name,
    shape,
    file,
    byteLength,
  };
  const offset = data.packing === "deflated" ? data.offset : data.offset + dataStart;
  if (byteLength > present) {
    const reason = `needs ${byteLength} bytes, ${present} are there; is the download complete?`;
    problems.add("data-missing", "error", `${shownText(name)} ${reason}`, { key: name, offset });
    return { ...plain, offset, storage: { kind: "missing", reason } };
  }
  if (byteLength < present) {
    const message = `${shownText(name)} has ${present - byteLength} bytes after its last element`;
    problems.add("trailing-bytes", "warning", message, { key: name, offset });
  }
  const storage = storageOf(header, data);
  return { ...plain, offset, ...(storage === undefined ? {} : { storage }) };
}

function storageOf(header: NpyHeader, data: ZipData): TensorStorage | undefined {
  const { type, shape, strides, dataStart: start } = header;
  const byteOrder = type.bytes === 1 ? "little" : type.byteOrder;
  const layout: ElementLayout = { strides, byteOrder };
  if (data.packing === "deflated") {
    const { deflatedLength, inflatedLength } = data;
    return { kind: "inflated", ...layout, deflatedLength, inflatedLength, start };
  }
  return byteOrder === "little" && isRowMajor(shape, strides)
    ? undefined
    : { kind: "strided", ...layout };
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  const axes = [...shape.keys()].filter((axis) => (shape[axis] ?? 1) > 1);
  return axes.every(
    (axis, i) => i === 0 || (strides[axis] ?? 0) < (strides[axes[i - 1] ?? 0] ?? 0),
  );
}
