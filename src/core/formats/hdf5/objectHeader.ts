import type { Cursor } from "./cursor.ts";
import type { FileBytes } from "./fileBytes.ts";
import type { Widths } from "./widths.ts";

/** One message of an object's header. */
export interface Message {
  readonly type: number;
  readonly body: Cursor;
}

/** Types of messages that are read here. */
export const messageType = {
  dataspace: 0x1,
  linkInfo: 0x2,
  datatype: 0x3,
  link: 0x6,
  layout: 0x8,
  fill: 0x5,
  filters: 0xb,
  continuation: 0x10,
  symbolTable: 0x11,
} as const;

/**
 * All messages of an object header of version 1 or 2, continuation blocks followed.
 * A message that is shared with other objects (committed datatypes) is left out.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.1.
 * @throws FormatError of `FileBytes`, `bad-magic`, `unsupported`.
 */
export async function readMessages(
  bytes: FileBytes,
  address: number,
  widths: Widths,
): Promise<readonly Message[]> {
  const probe = await bytes.at(address, Math.min(16, bytes.byteLength - address), widths);
  const version = probe.u8();
  const first =
    version === 1
      ? await firstBlockV1(bytes, address, widths)
      : await firstBlockV2(bytes, address, widths);
  const messages: Message[] = [];
  const blocks = [first.block];
  const seen = new Set([address]);
  for (let block = blocks.pop(); block !== undefined; block = blocks.pop()) {
    for (const message of eachMessage(block, first.form)) {
      if (message.type !== messageType.continuation) {
        messages.push(message);
        continue;
      }
      const at = message.body.address();
      const length = message.body.length();
      if (at === undefined || length === undefined || seen.has(at)) continue;
      seen.add(at);
      blocks.push(await continued(bytes, { at, length, widths }, first.form));
    }
  }
  return messages;
}

/** What differs between headers of version 2; version 1 has no flags. */
interface FormV2 {
  readonly flags: number;
}

interface FirstBlock {
  readonly form: FormV2 | undefined;
  readonly block: Cursor;
}

async function firstBlockV1(
  bytes: FileBytes,
  address: number,
  widths: Widths,
): Promise<FirstBlock> {
  const prefix = await bytes.at(address, 16, widths);
  prefix.skip(8);
  const size = prefix.u32();
  // Messages begin at a multiple of eight from the prefix.
  return { form: undefined, block: await bytes.at(address + 16, size, widths) };
}

async function firstBlockV2(
  bytes: FileBytes,
  address: number,
  widths: Widths,
): Promise<FirstBlock> {
  const longest = Math.min(PREFIX_V2_LONGEST, bytes.byteLength - address);
  const prefix = await bytes.at(address, longest, widths);
  prefix.expect("OHDR");
  const version = prefix.u8();
  if (version !== 2) prefix.refuse(`object header of version ${version}, 1 and 2 are known`);
  const flags = prefix.u8();
  if ((flags & 0x20) !== 0) prefix.skip(16);
  if ((flags & 0x10) !== 0) prefix.skip(4);
  const size =
    prefix.unsigned(1 << (flags & 3)) ??
    prefix.refuse("an object header without a size", "bad-header");
  return { form: { flags }, block: await bytes.at(prefix.offset, size, widths) };
}

/** Signature, version, flags, times, phase change, the widest size. */
const PREFIX_V2_LONGEST = 4 + 1 + 1 + 16 + 4 + 8;

async function continued(
  bytes: FileBytes,
  place: { readonly at: number; readonly length: number; readonly widths: Widths },
  form: FormV2 | undefined,
): Promise<Cursor> {
  const block = await bytes.at(place.at, place.length, place.widths);
  if (form === undefined) return block;
  block.expect("OCHK");
  const checksum = 4;
  return block.part(Math.max(0, block.left - checksum));
}

function* eachMessage(block: Cursor, form: FormV2 | undefined): Generator<Message> {
  const prefix = form === undefined ? 8 : 4 + ((form.flags & 4) === 0 ? 0 : 2);
  while (block.left >= prefix) {
    const type = form === undefined ? block.u16() : block.u8();
    const size = block.u16();
    const flags = block.u8();
    block.skip(form === undefined ? 3 : prefix - 4);
    const body = block.part(Math.min(size, block.left));
    const isShared = (flags & 2) !== 0;
    if (!isShared) yield { type, body };
  }
}
