import {
  GGUF_ARRAY_DEPTH_LIMIT,
  GGUF_ITEM_LIMIT,
  GGUF_KEY_BYTE_LIMIT,
  GGUF_SHORT_TEXT_BYTES,
} from "../../bytes/limits.ts";
import { decodeStrictly } from "../../bytes/decodeText.ts";
import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { ByteCursor, ByteOrder } from "./byteCursor.ts";
import { scalarAt, textOf, type GgufScalar } from "./ggufValue.ts";
import {
  ggufValueType,
  isScalarType,
  leastBytes,
  scalarBytes,
  type GgufValueType,
} from "./valueTypes.ts";

/** A key of the metadata and where its value lies; nothing of a long value has been read. */
export interface GgufEntry {
  readonly key: string;
  readonly type: GgufValueType;
  /** Of an array: the kind of its items and how many there are. */
  readonly items: { readonly type: GgufValueType; readonly count: number } | undefined;
  /** First byte of the value in the file: behind the length of a text, behind kind and count of an array. */
  readonly offset: number;
  readonly byteLength: number;
  /** Numbers, truth values and short texts; `undefined` for what is read on demand. */
  readonly value: GgufScalar | string | undefined;
}

/** What stands where an entry is read. */
export interface Scan {
  readonly cursor: ByteCursor;
  readonly file: string;
  readonly byteOrder: ByteOrder;
  readonly problems: ProblemList;
}

/** The next key with the extent of its value. @throws FormatError `truncated`, `bad-header`, `limit-exceeded`. */
export async function scanEntry(scan: Scan): Promise<GgufEntry> {
  const { cursor } = scan;
  const key = await scanText(scan, { what: "a key", limit: GGUF_KEY_BYTE_LIMIT });
  if (cursor.lacks(4)) await cursor.load(4, `the entry of ${shownText(key)}`);
  const type = requireType(scan, cursor.u32(), key);
  if (type === "ARRAY") return scanArray(scan, key);
  if (type === "STRING") {
    const byteLength = await scanLength(scan, `the value of ${shownText(key)}`);
    const { offset } = cursor;
    const value = await shortText(scan, byteLength, key);
    return { key, type, items: undefined, offset, byteLength, value };
  }
  const byteLength = scalarBytes[type];
  if (cursor.lacks(byteLength)) await cursor.load(byteLength, `the value of ${shownText(key)}`);
  const { offset } = cursor;
  const bytes = cursor.bytes(byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, byteLength);
  const value = scalarAt({ view, byteOrder: scan.byteOrder }, 0, type);
  return { key, type, items: undefined, offset, byteLength, value };
}

/** A text behind its length. @throws FormatError `limit-exceeded`, `truncated`. */
export async function scanText(
  scan: Scan,
  { what, limit }: { readonly what: string; readonly limit: number },
): Promise<string> {
  const { cursor, file } = scan;
  const { offset } = cursor;
  const length = await scanLength(scan, what);
  if (length > limit) {
    const message = `${file}: ${what} at byte ${offset} is said to have ${length} bytes, ${limit} are allowed`;
    throw new FormatError("limit-exceeded", message, { offset });
  }
  if (cursor.lacks(length)) await cursor.load(length, what);
  return readText(scan, length, what);
}

/** A length of 64 bits that the rest of the file has room for. */
async function scanLength({ cursor, file }: Scan, what: string): Promise<number> {
  if (cursor.lacks(8)) await cursor.load(8, what);
  const { offset } = cursor;
  const length = cursor.u64();
  if (length <= BigInt(cursor.remaining)) return Number(length);
  throw new FormatError(
    "truncated",
    `${file}: ${what} at byte ${offset} is said to have ${length.toString()} bytes, the file has ${cursor.remaining} more; is the download complete?`,
    { offset },
  );
}

async function shortText(scan: Scan, byteLength: number, key: string): Promise<string | undefined> {
  const { cursor } = scan;
  if (byteLength > GGUF_SHORT_TEXT_BYTES) {
    cursor.skip(byteLength);
    return undefined;
  }
  const what = `the value of ${shownText(key)}`;
  if (cursor.lacks(byteLength)) await cursor.load(byteLength, what);
  return readText(scan, byteLength, what);
}

function readText({ cursor, problems }: Scan, length: number, what: string): string {
  const { offset } = cursor;
  const bytes = cursor.bytes(length);
  const text = decodeStrictly(bytes);
  if (text !== undefined) return text;
  const message = `${what} at byte ${offset} is not UTF-8; what is not is shown as U+FFFD`;
  problems.add("bad-encoding", "warning", message, { offset });
  return textOf(bytes);
}

function requireType({ cursor, file }: Scan, id: number, key: string): GgufValueType {
  const type = ggufValueType(id);
  if (type !== undefined) return type;
  throw new FormatError(
    "bad-header",
    `${file}: ${shownText(key)} has a value of kind ${id}, kinds are numbered 0 to 12; what follows cannot be found`,
    { offset: cursor.offset - 4 },
  );
}

async function scanArray(scan: Scan, key: string): Promise<GgufEntry> {
  const head = await scanArrayHead(scan, key);
  const { offset } = scan.cursor;
  await skipItems(scan, head, { key, depth: 1 });
  const byteLength = scan.cursor.offset - offset;
  return { key, type: "ARRAY", items: head, offset, byteLength, value: undefined };
}

interface ArrayHead {
  readonly type: GgufValueType;
  readonly count: number;
}

/** @throws FormatError where the file has no room for that many items. */
async function scanArrayHead(scan: Scan, key: string): Promise<ArrayHead> {
  const { cursor, file } = scan;
  if (cursor.lacks(12)) await cursor.load(12, `the array ${shownText(key)}`);
  const type = requireType(scan, cursor.u32(), key);
  const { offset } = cursor;
  const count = cursor.u64();
  if (count * BigInt(leastBytes(type)) > BigInt(cursor.remaining)) {
    const message = `${file}: ${shownText(key)} is said to have ${count.toString()} values of kind ${type}, the file has ${cursor.remaining} more bytes; is the download complete?`;
    throw new FormatError("truncated", message, { offset });
  }
  if (!isScalarType(type) && count > BigInt(GGUF_ITEM_LIMIT)) {
    const message = `${file}: ${shownText(key)} is said to have ${count.toString()} values of kind ${type}, ${GGUF_ITEM_LIMIT} are allowed`;
    throw new FormatError("limit-exceeded", message, { offset });
  }
  return { type, count: Number(count) };
}

interface ArrayPlace {
  readonly key: string;
  readonly depth: number;
}

async function skipItems(scan: Scan, { type, count }: ArrayHead, place: ArrayPlace): Promise<void> {
  const { cursor, file } = scan;
  if (isScalarType(type)) {
    cursor.skip(count * scalarBytes[type]);
    return;
  }
  if (type === "STRING") {
    await skipTexts(scan, count, place.key);
    return;
  }
  if (place.depth >= GGUF_ARRAY_DEPTH_LIMIT) {
    const message = `${file}: ${shownText(place.key)} has arrays inside arrays deeper than ${GGUF_ARRAY_DEPTH_LIMIT} levels`;
    throw new FormatError("limit-exceeded", message, { offset: cursor.offset });
  }
  const inner = { key: place.key, depth: place.depth + 1 };
  for (let i = 0; i < count; i++)
    await skipItems(scan, await scanArrayHead(scan, place.key), inner);
}

async function skipTexts(scan: Scan, count: number, key: string): Promise<void> {
  const { cursor } = scan;
  for (let done = 0; done < count;) {
    const passed = cursor.skipTexts(count - done);
    done += passed;
    if (passed > 0) continue;
    // The next text is cut by the end of the piece, or longer than one.
    const length = await scanLength(scan, `a text of ${shownText(key)}`);
    cursor.skip(length);
    done++;
  }
}
