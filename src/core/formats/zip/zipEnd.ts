import type { ByteSource } from "../../bytes/byteSource.ts";
import { FormatError } from "../../errors.ts";

/** What the end of an archive says about its directory. */
export interface ZipEnd {
  /** Where the directory begins in the file, and its length in bytes. */
  readonly offset: number;
  readonly length: number;
  /** Members that it is said to have. */
  readonly count: number;
}

/**
 * The end record of a ZIP archive (PKWARE's APPNOTE 4.3.16), and the zip64 one (4.3.14) where there is one.
 * Offsets and lengths are inside the file.
 * @throws FormatError `truncated` where there is no end record, `bad-offset`, `limit-exceeded`, `unsupported`.
 */
export async function readZipEnd(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<ZipEnd> {
  const tailLength = Math.min(source.byteLength, END_BYTES + COMMENT_BYTES + LOCATOR_BYTES);
  const tailStart = source.byteLength - tailLength;
  const tail = await source.read(tailStart, tailLength, signal);
  const view = new DataView(tail.buffer);
  const at = findEnd(view);
  if (at === undefined) {
    throw new FormatError(
      "truncated",
      `${file} begins as a ZIP archive and has no end record; is the download complete?`,
      { offset: source.byteLength },
    );
  }
  const end = {
    offset: view.getUint32(at + 16, true),
    length: view.getUint32(at + 12, true),
    count: view.getUint16(at + 10, true),
  };
  const disk = view.getUint16(at + 4, true);
  const locator = at - LOCATOR_BYTES;
  const has64 = locator >= 0 && view.getUint32(locator, true) === LOCATOR_MAGIC;
  const place = { file, offset: tailStart + at };
  if (has64) {
    const wide = view.getBigUint64(locator + 8, true);
    return inside(await readEnd64(source, { file, wide }, signal), source, place);
  }
  if (disk !== 0 && disk !== 0xffff) {
    throw new FormatError("unsupported", `${file} is one part of an archive in several files`, {
      offset: place.offset,
    });
  }
  return inside(end, source, place);
}

const END_MAGIC = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES = 0xffff;
const LOCATOR_MAGIC = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_MAGIC = 0x06064b50;
const END64_BYTES = 56;

/** The last end record whose comment reaches to the end of the file. */
function findEnd(view: DataView): number | undefined {
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_MAGIC) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return undefined;
}

async function readEnd64(
  source: ByteSource,
  { file, wide }: { readonly file: string; readonly wide: bigint },
  signal: AbortSignal | undefined,
): Promise<ZipEnd> {
  const offset = Number(wide);
  if (offset + END64_BYTES > source.byteLength) {
    const message = `${file}: its zip64 end record is said to be at ${wide.toString()}, the file has ${source.byteLength} bytes`;
    throw new FormatError("bad-offset", message, { offset: source.byteLength });
  }
  const bytes = await source.read(offset, END64_BYTES, signal);
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== END64_MAGIC) {
    throw new FormatError(
      "bad-header",
      `${file}: there is no zip64 end record where it should be`,
      {
        offset,
      },
    );
  }
  return {
    offset: Number(view.getBigUint64(48, true)),
    length: Number(view.getBigUint64(40, true)),
    count: Number(view.getBigUint64(32, true)),
  };
}

function inside(
  end: ZipEnd,
  source: ByteSource,
  { file, offset }: { readonly file: string; readonly offset: number },
): ZipEnd {
  // A member has 46 bytes in the directory at least.
  const tooMany = end.count > end.length / 46 && end.count > 0xffff;
  if (end.offset + end.length > offset || tooMany) {
    throw new FormatError(
      "bad-offset",
      `${file}: its directory is said to have ${end.count} members in ${end.length} bytes at ${end.offset}, there are ${source.byteLength} bytes in the file`,
      { offset },
    );
  }
  return end;
}
