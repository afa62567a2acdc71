import type { ByteSource } from "../../bytes/byteSource.ts";
import { INFLATED_MEMBER_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { InflateCursor } from "./inflateCursor.ts";
import type { ZipMember } from "./zipDirectory.ts";

/** Where the data of a member is in the file. */
export interface ZipData {
  readonly offset: number;
  /** In the file, and when it is inflated; equal for stored members. */
  readonly deflatedLength: number;
  readonly inflatedLength: number;
  readonly packing: "stored" | "deflated";
}

/** An archive that is open. */
export interface ZipArchive {
  readonly source: ByteSource;
  readonly file: string;
}

/**
 * Finds a member's data behind its own header, whose name and extra field may be longer than the directory says.
 * @throws FormatError `unsupported` for what is encrypted or packed otherwise, `bad-offset` outside the file,
 * `bad-header` where there is no header, `limit-exceeded` for what inflates to too much.
 */
export async function findZipData(
  { source, file }: ZipArchive,
  member: ZipMember,
  signal?: AbortSignal,
): Promise<ZipData> {
  const { name, packing, headerOffset, deflatedLength, inflatedLength } = member;
  const place = { offset: headerOffset };
  if (typeof packing === "object") {
    throw new FormatError("unsupported", `${file}: ${name} ${packing.refused}`, place);
  }
  const outside = `${file}: ${name}, ${deflatedLength} bytes at ${headerOffset}, is not inside the file of ${source.byteLength} bytes`;
  if (headerOffset + HEADER_BYTES > source.byteLength) {
    throw new FormatError("bad-offset", outside, { offset: source.byteLength });
  }
  const head = await source.read(headerOffset, HEADER_BYTES, signal);
  const view = new DataView(head.buffer, head.byteOffset);
  if (view.getUint32(0, true) !== HEADER_MAGIC) {
    throw new FormatError(
      "bad-header",
      `${file}: there is no header of ${name} at ${headerOffset}`,
      place,
    );
  }
  const offset = headerOffset + HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (offset + deflatedLength > source.byteLength)
    throw new FormatError("bad-offset", outside, place);
  if (packing === "stored" && deflatedLength !== inflatedLength) {
    const message = `${file}: ${name} is stored in ${deflatedLength} bytes and said to have ${inflatedLength}`;
    throw new FormatError("bad-header", message, place);
  }
  if (inflatedLength > INFLATED_MEMBER_LIMIT && packing === "deflated") {
    const message = `${file}: ${name} inflates to ${inflatedLength} bytes, ${INFLATED_MEMBER_LIMIT} are allowed`;
    throw new FormatError("limit-exceeded", message, place);
  }
  return { offset, deflatedLength, inflatedLength, packing };
}

/**
 * The first bytes of a member, inflated where it is deflated; all of it where it is no longer than `limit`.
 * @throws FormatError those of `InflateCursor.read`.
 */
export async function readZipData(
  { source, file }: ZipArchive,
  { data, name, limit }: { readonly data: ZipData; readonly name: string; readonly limit: number },
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { offset, deflatedLength, inflatedLength, packing } = data;
  const length = Math.min(inflatedLength, limit);
  if (packing === "stored") return source.read(offset, length, signal);
  const read = async (at: number, count: number): Promise<Uint8Array> =>
    source.read(offset + at, count, signal);
  const cursor = new InflateCursor({
    name: `${file}: ${name}`,
    deflatedLength,
    inflatedLength,
    read,
  });
  return cursor.read(0, length);
}

const HEADER_MAGIC = 0x04034b50;
const HEADER_BYTES = 30;
