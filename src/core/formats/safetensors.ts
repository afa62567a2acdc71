import type { ByteSource } from "../bytes/byteSource.ts";
import { decodeStrictly } from "../bytes/decodeText.ts";
import { SAFETENSORS_HEADER_LIMIT } from "../bytes/limits.ts";
import { ProblemList } from "../bytes/problemList.ts";
import { FormatError } from "../errors.ts";
import type { Parsed } from "../problem.ts";
import { checkEntries } from "./checkEntries.ts";
import { parseSafetensorsHeader } from "./safetensorsHeader.ts";
import { refuseStandIn } from "./standIns.ts";
import type { TensorTable } from "./tensorTable.ts";

/**
 * Tensor table of a safetensors file, from its header alone.
 *
 * | bytes | what |
 * |---|---|
 * | 0–7 | length n of the header, unsigned, little endian |
 * | 8 – 8+n | JSON: name → {dtype, shape, data_offsets}, and `__metadata__`; may end in spaces |
 * | 8+n – end | data; offsets count from here |
 *
 * Source: the format's own description, in the README of huggingface/safetensors.
 * @throws FormatError where no table can be had: `truncated`, `bad-header`, `bad-json`, `bad-encoding`, `limit-exceeded`.
 */
export async function readSafetensors(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const problems = new ProblemList(file);
  const length = await readHeaderLength(source, file, signal);
  const bytes = await source.read(LENGTH_BYTES, length, signal);
  signal?.throwIfAborted();
  if (bytes[0] !== BRACE) {
    throw new FormatError("bad-header", `${file}: the header does not begin with "{"`, {
      offset: LENGTH_BYTES,
    });
  }
  const text = decodeStrictly(bytes);
  if (text === undefined) {
    throw new FormatError("bad-encoding", `${file}: the header is not UTF-8`, {
      offset: LENGTH_BYTES,
    });
  }
  const header = named(file, () => parseSafetensorsHeader(text, problems));
  const data = { file, start: LENGTH_BYTES + length, fileLength: source.byteLength };
  const tensors = checkEntries(header.entries, data, problems);
  return {
    value: { tensors, metadata: header.metadata, format: "safetensors" },
    problems: problems.list,
  };
}

const LENGTH_BYTES = 8;
const BRACE = 0x7b;

async function readHeaderLength(
  source: ByteSource,
  file: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const head = await source.read(0, Math.min(source.byteLength, HEAD_BYTES), signal);
  refuseStandIn(head, file);
  if (head.length < LENGTH_BYTES) {
    throw new FormatError(
      "truncated",
      `${file} has ${source.byteLength} bytes; a safetensors file begins with 8 bytes that give the length of its header`,
      { offset: source.byteLength },
    );
  }
  const stated = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  const room = source.byteLength - LENGTH_BYTES;
  if (stated === 0n)
    throw new FormatError("bad-header", `${file}: the header has no bytes`, { offset: 0 });
  if (stated > BigInt(SAFETENSORS_HEADER_LIMIT)) {
    throw new FormatError(
      "limit-exceeded",
      `${file}: the header is said to have ${stated.toString()} bytes, ${SAFETENSORS_HEADER_LIMIT} are allowed; this is no safetensors file, or a broken one`,
      { offset: 0 },
    );
  }
  if (stated > BigInt(room)) {
    throw new FormatError(
      "truncated",
      `${file}: the header is said to have ${stated.toString()} bytes, the file has ${room} after its length; is the download complete?`,
      { offset: 0 },
    );
  }
  return Number(stated);
}

/** Enough to see what stands in the place of a checkpoint. */
const HEAD_BYTES = 64;

/** The header's parser knows no file; its errors leave here with the name in front. */
function named<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(error.code, `${file}: ${error.message}`, {
      offset: error.offset,
      cause: error,
    });
  }
}
