import type { ByteSource } from "../../bytes/byteSource.ts";
import { decodeStrictly } from "../../bytes/decodeText.ts";
import { ZIP_DIRECTORY_LIMIT } from "../../bytes/limits.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { readZipEnd } from "./zipEnd.ts";

/** A member of an archive as its directory has it; where its data begins stands in its own header. */
export interface ZipMember {
  readonly name: string;
  readonly deflatedLength: number;
  readonly inflatedLength: number;
  readonly headerOffset: number;
  /** How it is packed, or why it cannot be read, as the end of a sentence. */
  readonly packing: "stored" | "deflated" | { readonly refused: string };
}

/** By name. A Map, since names come from hostile files. */
export type ZipDirectory = ReadonlyMap<string, ZipMember>;

/**
 * The members of a ZIP archive, zip64 as well, from its directory alone. Names that lead out of the archive and
 * folders are left out; what lies on top of another member is a problem.
 * Source: PKWARE's APPNOTE 6.3.10, sections 4.3.12 and 4.5.3.
 * @throws FormatError those of `readZipEnd`; `bad-header` for a directory that is none and for a name that is there
 * twice with different places, `limit-exceeded`.
 */
export async function readZipDirectory(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<ZipDirectory>> {
  const problems = new ProblemList(file);
  const end = await readZipEnd(source, file, signal);
  if (end.length > ZIP_DIRECTORY_LIMIT) {
    const message = `${file}: its directory has ${end.length} bytes, ${ZIP_DIRECTORY_LIMIT} are allowed`;
    throw new FormatError("limit-exceeded", message, { offset: end.offset });
  }
  const bytes = await source.read(end.offset, end.length, signal);
  const members = new Map<string, ZipMember>();
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    const { member, next } = parseMember(bytes, at, { file, start: end.offset });
    at = next;
    addMember(member, members, problems);
  }
  if (count !== end.count && count % 0x10000 !== end.count) {
    const message = `is said to have ${end.count} members, its directory lists ${count}`;
    problems.add("bad-count", "error", message, { offset: end.offset + end.length });
  }
  reportOverlaps([...members.values()], end.offset, problems);
  return { value: members, problems: problems.list };
}

const MEMBER_MAGIC = 0x02014b50;
const MEMBER_BYTES = 46;
const IS_ENCRYPTED = 0x2041;

interface Place {
  readonly file: string;
  readonly start: number;
}

function parseMember(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  { file, start }: Place,
): { readonly member: ZipMember; readonly next: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
  const fits = view.byteLength >= MEMBER_BYTES && view.getUint32(0, true) === MEMBER_MAGIC;
  const nameEnd = fits ? MEMBER_BYTES + view.getUint16(28, true) : 0;
  const extraEnd = fits ? nameEnd + view.getUint16(30, true) : 0;
  const next = fits ? extraEnd + view.getUint16(32, true) : 0;
  if (!fits || next > view.byteLength) {
    throw new FormatError(
      "bad-header",
      `${file}: its directory has no whole entry at ${start + at}`,
      {
        offset: start + at,
      },
    );
  }
  const name = bytes.subarray(at + MEMBER_BYTES, at + nameEnd);
  const extra = new DataView(bytes.buffer, bytes.byteOffset + at + nameEnd, extraEnd - nameEnd);
  const method = view.getUint16(10, true);
  const member = {
    // Names that are not UTF-8 are of an old code page; each byte then stands for itself.
    name: decodeStrictly(name) ?? String.fromCharCode(...name),
    ...wideSizes(view, extra),
    packing: packingOf(view.getUint16(8, true), method),
  };
  return { member, next: at + next };
}

/** Sizes that do not fit in 32 bits stand in an extra field, in this order, those that fit left out. */
function wideSizes(
  view: DataView,
  extra: DataView,
): Pick<ZipMember, "deflatedLength" | "inflatedLength" | "headerOffset"> {
  const wide = findExtra(extra, 1);
  let at = 0;
  const read = (narrow: number): number => {
    if (narrow !== 0xffffffff || wide === undefined || at + 8 > wide.byteLength) return narrow;
    at += 8;
    return Number(wide.getBigUint64(at - 8, true));
  };
  const inflatedLength = read(view.getUint32(24, true));
  const deflatedLength = read(view.getUint32(20, true));
  return { inflatedLength, deflatedLength, headerOffset: read(view.getUint32(42, true)) };
}

function findExtra(extra: DataView, id: number): DataView | undefined {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const length = extra.getUint16(at + 2, true);
    if (at + 4 + length > extra.byteLength) return undefined;
    if (extra.getUint16(at, true) === id) {
      return new DataView(extra.buffer, extra.byteOffset + at + 4, length);
    }
    at += 4 + length;
  }
  return undefined;
}

function packingOf(flags: number, method: number): ZipMember["packing"] {
  if ((flags & IS_ENCRYPTED) !== 0) return { refused: "is encrypted" };
  if (method === 0) return "stored";
  return method === 8 ? "deflated" : { refused: `is packed by method ${method}` };
}

function addMember(
  member: ZipMember,
  members: Map<string, ZipMember>,
  problems: ProblemList,
): void {
  const { name, headerOffset: offset } = member;
  if (name.endsWith("/") && member.inflatedLength === 0) return;
  if (!isInside(name)) {
    const message = `has a member ${shownText(name)}, which leads out of the archive; it is left out`;
    problems.add("unsafe-name", "error", message, { key: name, offset });
    return;
  }
  const earlier = members.get(name);
  if (earlier !== undefined) {
    throw new FormatError(
      "bad-header",
      `${problems.file} has the member ${shownText(name)} twice, at ${earlier.headerOffset} and at ${offset}; readers differ on which one counts`,
      { offset },
    );
  }
  members.set(name, member);
}

/** No drive, no root, no way up; nothing is ever written, but such a name is no tensor's. */
function isInside(name: string): boolean {
  return (
    name !== "" && !/^[/\\]|^[A-Za-z]:|\u0000/.test(name) && !name.split(/[/\\]/).includes("..")
  );
}

const HEADER_BYTES = 30;

function reportOverlaps(members: ZipMember[], directory: number, problems: ProblemList): void {
  const sorted = members.sort((a, b) => a.headerOffset - b.headerOffset);
  for (const [i, { name, headerOffset, deflatedLength }] of sorted.entries()) {
    const next = sorted[i + 1]?.headerOffset ?? directory;
    if (headerOffset + HEADER_BYTES + deflatedLength <= next) continue;
    const message = `has a member ${shownText(name)} of ${deflatedLength} bytes that reaches into what follows it`;
    problems.add("overlap", "error", message, { key: name, offset: headerOffset });
  }
}
