import { TENSOR_COUNT_LIMIT } from "../../bytes/limits.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import type { TensorInfo, TensorTable } from "../tensorTable.ts";
import type { OpenZip } from "../zip/openZip.ts";
import { findZipData, readZipData } from "../zip/zipData.ts";
import type { ZipMember } from "../zip/zipDirectory.ts";
import { NPY_HEAD_BYTES, parseNpyHeader } from "./npyHeader.ts";
import { toNpyTensor } from "./toNpyTensor.ts";

/**
 * The arrays of an `.npz` archive by the names of its members without `.npy`. A member that is no array of numbers is
 * a problem, and the others are shown.
 * @throws FormatError the first member's where no array can be shown, and `limit-exceeded`.
 */
export async function readNpz(
  archive: OpenZip,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const { directory, problems, file } = archive;
  if (directory.size > TENSOR_COUNT_LIMIT) {
    const message = `${file} has ${directory.size} members, ${TENSOR_COUNT_LIMIT} are allowed`;
    throw new FormatError("limit-exceeded", message, { offset: 0 });
  }
  const tensors: TensorInfo[] = [];
  let firstError: FormatError | undefined;
  for (const member of directory.values()) {
    signal?.throwIfAborted();
    const outcome = await readArray(archive, member, signal);
    if (!(outcome instanceof FormatError)) {
      tensors.push(outcome);
      continue;
    }
    firstError ??= outcome;
    problems.add(outcome.code, "error", `${outcome.message}; it is left out`, { key: member.name });
  }
  if (tensors.length === 0 && firstError !== undefined) {
    const { code, message, offset } = firstError;
    throw new FormatError(code, `${file}: ${message}`, { offset, cause: firstError });
  }
  return { value: { tensors, metadata: new Map(), format: "npz" }, problems: problems.list };
}

async function readArray(
  archive: OpenZip,
  member: ZipMember,
  signal: AbortSignal | undefined,
): Promise<TensorInfo | FormatError> {
  const { source, file, problems } = archive;
  const { name } = member;
  try {
    if (!name.endsWith(".npy")) {
      const message = `${shownText(name)} is no array, whose names end in .npy`;
      return new FormatError("unsupported", message, { offset: member.headerOffset });
    }
    const data = await findZipData({ source, file: shownText(name) }, member, signal);
    const head = await readZipData(archive, { data, name, limit: NPY_HEAD_BYTES }, signal);
    const header = parseNpyHeader(head, shownText(name));
    return toNpyTensor({ name: name.slice(0, -".npy".length), file, header, data }, problems);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return error;
  }
}
