import type { ByteSource } from "../../bytes/byteSource.ts";
import { INFLATED_KEPT_BYTES } from "../../bytes/limits.ts";
import { memorySource } from "../../bytes/memorySource.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { elementCount } from "../dtype.ts";
import { readHdf5 } from "../hdf5/hdf5.ts";
import type { ElementLayout, TensorInfo, TensorTable } from "../tensorTable.ts";
import type { OpenZip } from "../zip/openZip.ts";
import { findZipData, readZipData, type ZipData } from "../zip/zipData.ts";
import type { ZipMember } from "../zip/zipDirectory.ts";

/**
 * The weights of a `.keras` archive: the HDF5 file `model.weights.h5` in it, read where it lies. Keras stores it as it
 * is; one that was deflated is read as far as it can be kept inflated.
 * Source: keras/src/saving/saving_lib.py.
 * @throws FormatError those of `readHdf5` and `findZipData`, `limit-exceeded` for a deflated member that is too large.
 */
export async function readKeras(
  archive: OpenZip,
  member: ZipMember,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const data = await findZipData(archive, member, signal);
  const { value, problems } = await readHdf5(
    await openMember(archive, { member, data }, signal),
    archive.file,
    signal,
  );
  const tensors = value.tensors.map((tensor) => toArchive(tensor, data));
  return {
    value: { ...value, tensors, format: "keras" },
    problems: [...archive.problems.list, ...problems],
  };
}

/** The member's bytes by their offsets in it. */
async function openMember(
  archive: OpenZip,
  { member, data }: { readonly member: ZipMember; readonly data: ZipData },
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const { offset: begin, inflatedLength, packing } = data;
  if (packing === "stored") {
    return {
      byteLength: inflatedLength,
      read: async (offset, length, cancel) => archive.source.read(begin + offset, length, cancel),
    };
  }
  if (inflatedLength > INFLATED_KEPT_BYTES) {
    const message = `${archive.file}: ${member.name} is deflated and inflates to ${inflatedLength} bytes, ${INFLATED_KEPT_BYTES} are allowed; Keras itself stores it without deflating`;
    throw new FormatError("limit-exceeded", message, { offset: begin });
  }
  const { name } = member;
  return memorySource(await readZipData(archive, { data, name, limit: inflatedLength }, signal));
}

/** A tensor by its place in the member as one by its place in the archive. */
function toArchive(tensor: TensorInfo, data: ZipData): TensorInfo {
  const { storage } = tensor;
  const { offset: begin, packing, deflatedLength, inflatedLength } = data;
  if (storage?.kind === "chunked") {
    return {
      ...tensor,
      offset: begin,
      storage: { kind: "enclosed", member: data, inner: storage },
    };
  }
  if (packing === "stored") return { ...tensor, offset: begin + tensor.offset };
  const { strides, byteOrder } = storage?.kind === "strided" ? storage : rowMajor(tensor);
  const place = { deflatedLength, inflatedLength, start: tensor.offset };
  return { ...tensor, offset: begin, storage: { kind: "inflated", strides, byteOrder, ...place } };
}

function rowMajor({ shape }: TensorInfo): ElementLayout {
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  return { strides, byteOrder: "little" };
}
