import { PICKLE_BYTE_LIMIT } from "../../bytes/limits.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { parsePickle } from "../pickle/parsePickle.ts";
import type { TensorTable } from "../tensorTable.ts";
import type { OpenZip } from "../zip/openZip.ts";
import { findZipData, readZipData, type ZipData } from "../zip/zipData.ts";
import type { ZipMember } from "../zip/zipDirectory.ts";
import type { StorageData } from "./toTensorInfo.ts";
import { refuseWithoutTensors, toTorchTable } from "./toTorchTable.ts";
import { walkTorchObject } from "./torchWalk.ts";

/**
 * What `torch.save` has written since 1.6, and TorchScript: an archive with one folder, in it `data.pkl`, the pickle,
 * and `data/<key>`, the storages, stored and aligned.
 * Source: torch/serialization.py and caffe2/serialize/inline_container.h.
 * @throws FormatError those of the archive and of the pickle; `unsupported` for a pickle without tensors.
 */
export async function readTorchZip(
  archive: OpenZip,
  pickleName: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const { file, directory, problems } = archive;
  const folder = pickleName.slice(0, -"data.pkl".length);
  const bytes = await readMember(archive, pickleName, PICKLE_BYTE_LIMIT, signal);
  signal?.throwIfAborted();
  const root = parsePickle(bytes, 0, `${file}: ${pickleName}`).value;
  const object = walkTorchObject(root, problems);
  const isScript = directory.has(`${folder}constants.pkl`);
  if (isScript) {
    const message = "is a TorchScript archive; its tensors are listed, its program is not read";
    problems.add("torchscript", "warning", message);
  } else {
    refuseWithoutTensors(root, { object, file });
  }
  const byteOrder = await readByteOrder(archive, folder, signal);
  const keys = new Set(object.tensors.map(({ tensor }) => tensor.storage.key));
  const storages = await findStorages(archive, { keys: [...keys], folder }, signal);
  const metadata = new Map([["container", isScript ? "TorchScript archive" : "PyTorch archive"]]);
  return toTorchTable({ file, byteOrder, object, storages, metadata }, problems);
}

/** @throws FormatError `not-found`, `too-large`, and those of the archive. */
async function readMember(
  archive: OpenZip,
  name: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const member = archive.directory.get(name);
  if (member === undefined) {
    throw new FormatError("not-found", `${archive.file} has no ${name}`, { offset: 0 });
  }
  const data = await findZipData(archive, member, signal);
  if (data.inflatedLength > limit) {
    const message = `${archive.file}: ${name} has ${data.inflatedLength} bytes, ${limit} are allowed`;
    throw new FormatError("limit-exceeded", message, { offset: data.offset });
  }
  return readZipData(archive, { data, name, limit }, signal);
}

/** Files from before 2.1 do not say; they were written where little endian is the order. */
async function readByteOrder(
  archive: OpenZip,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<"little" | "big"> {
  const name = `${folder}byteorder`;
  if (!archive.directory.has(name)) return "little";
  const text = new TextDecoder().decode(await readMember(archive, name, BYTE_ORDER_BYTES, signal));
  if (text === "big") return "big";
  if (text !== "little") {
    const message = `says ${shownText(text)} for its byte order; it is taken as little`;
    archive.problems.add("bad-byte-order", "error", message);
  }
  return "little";
}

const BYTE_ORDER_BYTES = 16;

async function findStorages(
  archive: OpenZip,
  { keys, folder }: { readonly keys: readonly string[]; readonly folder: string },
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, StorageData>> {
  const found = new Map<string, StorageData>();
  for (let begin = 0; begin < keys.length; begin += HEADERS_AT_ONCE) {
    signal?.throwIfAborted();
    await Promise.all(
      keys.slice(begin, begin + HEADERS_AT_ONCE).map(async (key) => {
        const member = archive.directory.get(`${folder}data/${key}`);
        if (member !== undefined) found.set(key, await findStorage(archive, member, signal));
      }),
    );
  }
  return found;
}

/** Members' own headers that are read at the same time. */
const HEADERS_AT_ONCE = 32;

async function findStorage(
  archive: OpenZip,
  member: ZipMember,
  signal: AbortSignal | undefined,
): Promise<StorageData> {
  try {
    const data = await findZipData(archive, member, signal);
    reportBomb(archive, member.name, data);
    return data;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { missing: `is in a member that cannot be read: ${error.message}` };
  }
}

/** Weights deflate to nine tenths; what shrinks a hundredfold is zeros, or there to fill a memory. */
function reportBomb({ problems }: OpenZip, name: string, data: ZipData): void {
  const { deflatedLength, inflatedLength, offset } = data;
  if (inflatedLength < BOMB_BYTES || inflatedLength < 100 * deflatedLength) return;
  const message = `has ${shownText(name)}, which inflates from ${deflatedLength} to ${inflatedLength} bytes; it is inflated only where it is asked for`;
  problems.add("inflates-much", "warning", message, { key: name, offset });
}

const BOMB_BYTES = 16 * 1024 * 1024;
