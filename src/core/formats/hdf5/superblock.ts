import type { FileBytes } from "./fileBytes.ts";
import type { Widths } from "./widths.ts";

export interface Superblock {
  readonly widths: Widths;
  /** Address of the object header of the root group. */
  readonly root: number;
}

/**
 * The first block of a file.
 *
 * | version | after signature and version |
 * |---|---|
 * | 0, 1 | free-space and root-group versions, reserved, shared-header version, widths of addresses and lengths, reserved, two group sizes, flags (1: one more size), base, free-space, end and driver addresses, entry of the root group |
 * | 2, 3 | widths, flags, base, extension, end and root addresses, checksum |
 *
 * Source: HDF5 File Format Specification 3.0, II.A.
 * @throws FormatError `bad-magic`, `truncated`, `unsupported`, `bad-value`.
 */
export async function readSuperblock(bytes: FileBytes): Promise<Superblock> {
  const unknown = { address: 8, length: 8 };
  const head = await bytes.at(0, SIGNATURE.length + 1, unknown);
  head.expect(SIGNATURE);
  const version = head.u8();
  if (version > 3) head.refuse(`superblock of version ${version}, versions 0 to 3 are known`);
  const isOld = version < 2;
  const fixed = await bytes.at(head.offset, isOld ? 7 : 3, unknown);
  if (isOld) fixed.skip(4);
  const widths = { address: fixed.u8(), length: fixed.u8() };
  if (![2, 4, 8].includes(widths.address) || ![2, 4, 8].includes(widths.length)) {
    fixed.refuse(
      `addresses of ${widths.address} and lengths of ${widths.length} bytes, 2, 4 or 8 are allowed`,
      "bad-value",
    );
  }
  fixed.skip(1);
  const sizes = isOld ? (version === 1 ? 12 : 8) : 0;
  // Old: base, free space, end, driver; then the root's entry, of which the second address is the header's.
  const skipped = isOld ? 5 : 3;
  const rest = await bytes.at(fixed.offset, sizes + (skipped + 1) * widths.address, widths);
  rest.skip(sizes);
  if (rest.address() !== 0) rest.refuse("a base address other than 0");
  rest.skip((skipped - 1) * widths.address);
  const root = rest.address() ?? rest.refuse("no root group", "bad-header");
  return { widths, root };
}

const SIGNATURE = "\u0089HDF\r\n\u001a\n";
