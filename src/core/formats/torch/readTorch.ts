import type { ByteSource } from "../../bytes/byteSource.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { refuseStandIn } from "../standIns.ts";
import type { TensorTable } from "../tensorTable.ts";
import { readZipCheckpoint } from "../zip/readZipCheckpoint.ts";
import { readTorchLegacy } from "./torchLegacy.ts";

/**
 * A file of PyTorch, or one that is called so: an archive, or pickles in a row. Read as data: nothing is imported,
 * called or constructed.
 * @throws FormatError where no table can be had; `unsupported` for the tar files of PyTorch before 0.2.
 */
export async function readTorch(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const head = await source.read(0, Math.min(source.byteLength, HEAD_BYTES), signal);
  refuseStandIn(head.subarray(0, STAND_IN_BYTES), file);
  const begins = (text: string, at = 0): boolean =>
    Array.from(text).every((char, i) => head[at + i] === char.charCodeAt(0));
  if (begins("PK\u0003\u0004")) return readZipCheckpoint(source, file, signal);
  if (begins("ustar", TAR_MAGIC_AT)) {
    const message = `${file} is a tar archive: PyTorch before 0.2 wrote such checkpoints, and they are not read; load it with an older PyTorch and save it again`;
    throw new FormatError("unsupported", message, { offset: 0 });
  }
  if (head[0] !== PICKLE_MAGIC) {
    const message = `${file} is neither an archive nor a pickle, so it is no file of PyTorch`;
    throw new FormatError("bad-magic", message, { offset: 0 });
  }
  return readTorchLegacy(source, file, signal);
}

const HEAD_BYTES = 512;
const STAND_IN_BYTES = 64;
const TAR_MAGIC_AT = 257;
/** PROTO, with which pickles of protocol 2 and later begin. */
const PICKLE_MAGIC = 0x80;
