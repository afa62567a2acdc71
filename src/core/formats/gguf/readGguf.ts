import type { ByteSource } from "../../bytes/byteSource.ts";
import { GGUF_KEY_COUNT_LIMIT, TENSOR_COUNT_LIMIT } from "../../bytes/limits.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { refuseStandIn } from "../standIns.ts";
import type { TensorInfo } from "../tensorTable.ts";
import { ByteCursor, type ByteOrder } from "./byteCursor.ts";
import { GgufMetadata } from "./ggufMetadata.ts";
import { placeTensors } from "./placeTensors.ts";
import { scanEntry, type GgufEntry, type Scan } from "./scanMetadata.ts";
import { LEAST_TENSOR_BYTES, scanTensor, type GgufTensor } from "./tensorInfos.ts";

/** What a GGUF file holds, without its weights and its long values. */
export interface GgufFile {
  readonly file: string;
  readonly version: number;
  readonly byteOrder: ByteOrder;
  /** Tensors begin at multiples of this many bytes. */
  readonly alignment: number;
  /** First byte of the data in the file. */
  readonly dataOffset: number;
  readonly metadata: GgufMetadata;
  /** In file order, under the file's own names; names are unique. */
  readonly tensors: readonly TensorInfo[];
}

/**
 * Metadata and tensor table of a GGUF file of version 2 or 3 in either byte order, by one pass over its header.
 *
 * | bytes | what |
 * |---|---|
 * | 0–3 | "GGUF" |
 * | 4–7 | version; its byte order is that of the whole file |
 * | 8–15, 16–23 | number of tensors, of metadata entries |
 * | 24 – | entries: key, kind, value; then tensors: name, rank, sizes, type, offset from the start of the data |
 * | next multiple of `general.alignment` (32) – end | data |
 *
 * Source: ggml's docs/gguf.md and gguf.cpp of llama.cpp b10605.
 * @throws FormatError where no table can be had: `truncated`, `bad-magic`, `unsupported`, `bad-header`, `limit-exceeded`.
 */
export async function readGguf(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<GgufFile>> {
  const problems = new ProblemList(file);
  const cursor = new ByteCursor(source, file, signal);
  const { version, byteOrder } = await readStart(cursor, file);
  const scan: Scan = { cursor, file, byteOrder, problems };
  const counts = await readCounts(scan);
  const entries = await scanEntries(scan, counts.entries);
  const metadata = new GgufMetadata(entries, { source, file, byteOrder });
  const alignment = alignmentOf(metadata, file);
  const infos: GgufTensor[] = [];
  for (let i = 0; i < counts.tensors; i++) infos.push(await scanTensor(scan));
  const dataOffset = Math.ceil(cursor.offset / alignment) * alignment;
  const data = { file, byteOrder, alignment, dataOffset, fileLength: source.byteLength };
  const tensors = placeTensors(infos, data, problems);
  const value = { file, version, byteOrder, alignment, dataOffset, metadata, tensors };
  return { value, problems: problems.list };
}

const MAGIC = "GGUF";
const DEFAULT_ALIGNMENT = 32;

async function readStart(
  cursor: ByteCursor,
  file: string,
): Promise<{ readonly version: number; readonly byteOrder: ByteOrder }> {
  const head = Math.min(cursor.remaining, 64);
  await cursor.load(head, "its first bytes");
  // A view of what is in memory; the numbers are read from the same bytes again.
  refuseStandIn(cursor.bytes(head), file);
  cursor.skip(-head);
  if (head < 24) {
    const message = `${file} has ${head} bytes; a GGUF file begins with 24 that say what follows`;
    throw new FormatError("truncated", message, { offset: head });
  }
  const magic = String.fromCharCode(...cursor.bytes(4));
  if (magic !== MAGIC) {
    const message = `${file} begins with ${shownText(magic)}, a GGUF file begins with "${MAGIC}"${olderMagics.has(magic) ? "; this is a file of ggml from before GGUF, which has to be converted again" : ""}`;
    throw new FormatError("bad-magic", message, { offset: 0 });
  }
  const stated = cursor.u32();
  // A version is small, so the half that is not zero tells the byte order.
  const isBig = (stated & 0xffff) === 0;
  const byteOrder = isBig ? "big" : "little";
  cursor.byteOrder = byteOrder;
  const version = isBig ? swapped(stated) : stated;
  requireVersion(version, file);
  return { version, byteOrder };
}

/** First bytes of the formats that GGUF replaced: ggml, ggmf, ggjt and ggla, read as little-endian numbers. */
const olderMagics: ReadonlySet<string> = new Set(["lmgg", "fmgg", "tjgg", "algg"]);

function swapped(value: number): number {
  return (
    ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)
  );
}

function requireVersion(version: number, file: string): void {
  if (version === 2 || version === 3) return;
  const reason =
    version === 1
      ? "which counts in 32 bits and which no current reader takes; convert the model again"
      : "versions 2 and 3 can be read";
  const message = `${file} is a GGUF file of version ${version >>> 0}, ${reason}`;
  throw new FormatError("unsupported", message, { offset: 4 });
}

interface Counts {
  readonly tensors: number;
  readonly entries: number;
}

async function readCounts({ cursor, file }: Scan): Promise<Counts> {
  if (cursor.lacks(16)) await cursor.load(16, "its counts");
  const tensors = cursor.u64();
  const entries = cursor.u64();
  const bound = (count: bigint, { what, limit, bytes, at }: Bound): number => {
    const room = Math.floor(cursor.remaining / bytes);
    if (count <= BigInt(Math.min(limit, room))) return Number(count);
    const allowed =
      count > BigInt(limit) ? `${limit} are allowed` : `the file has room for ${room}`;
    const message = `${file} is said to have ${count.toString()} ${what}, ${allowed}`;
    throw new FormatError("limit-exceeded", message, { offset: at });
  };
  return {
    tensors: bound(tensors, {
      what: "tensors",
      limit: TENSOR_COUNT_LIMIT,
      bytes: LEAST_TENSOR_BYTES,
      at: 8,
    }),
    entries: bound(entries, {
      what: "metadata entries",
      limit: GGUF_KEY_COUNT_LIMIT,
      bytes: LEAST_ENTRY_BYTES,
      at: 16,
    }),
  };
}

/** The length of an empty key, a kind, a value of a byte. */
const LEAST_ENTRY_BYTES = 13;

interface Bound {
  readonly what: string;
  readonly limit: number;
  /** The least that one takes. */
  readonly bytes: number;
  /** Where in the file the count stands. */
  readonly at: number;
}

/** Of two entries with one key the first counts, as in gguf-py, which gives the second another name; ggml refuses both. */
async function scanEntries(scan: Scan, count: number): Promise<readonly GgufEntry[]> {
  const entries = new Map<string, GgufEntry>();
  for (let i = 0; i < count; i++) {
    const entry = await scanEntry(scan);
    const { key, offset } = entry;
    if (!entries.has(key)) entries.set(key, entry);
    else {
      const message = `has the key ${shownText(key)} twice in its metadata; the first one counts`;
      scan.problems.add("duplicate-key", "error", message, { key, offset });
    }
  }
  return [...entries.values()];
}

/** @throws FormatError `bad-header`: where tensors begin cannot be told then. */
function alignmentOf(metadata: GgufMetadata, file: string): number {
  const entry = metadata.entry("general.alignment");
  if (entry === undefined) return DEFAULT_ALIGNMENT;
  const { value, offset } = entry;
  const isPower =
    entry.type === "UINT32" &&
    typeof value === "number" &&
    value > 0 &&
    Number.isInteger(Math.log2(value));
  if (isPower) return value;
  const shown = typeof value === "string" ? shownText(value) : String(value);
  throw new FormatError(
    "bad-header",
    `${file}: general.alignment is ${shown} of kind ${entry.type}; it must be a power of two of kind UINT32`,
    { offset },
  );
}
