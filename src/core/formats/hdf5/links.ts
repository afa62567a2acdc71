import { TENSOR_COUNT_LIMIT } from "../../bytes/limits.ts";
import type { Cursor } from "./cursor.ts";
import type { FileBytes } from "./fileBytes.ts";
import type { Widths } from "./widths.ts";
import { messageType, type Message } from "./objectHeader.ts";

export interface Link {
  readonly name: string;
  /** Address of an object header. */
  readonly address: number;
}

/**
 * The hard links of a group: from its symbol table (files of the earliest form, which Keras writes) or its link
 * messages. Soft and external links lead to names and to other files, and are left out.
 *
 * Source: HDF5 File Format Specification 3.0, III.A.1, III.B to III.D, IV.A.2.c, g and r.
 * @throws FormatError of `FileBytes`; `unsupported` for a group whose links lie in a fractal heap.
 */
export async function readLinks(
  bytes: FileBytes,
  messages: readonly Message[],
  widths: Widths,
): Promise<readonly Link[]> {
  const links: Link[] = [];
  for (const { type, body } of messages) {
    if (type === messageType.symbolTable) links.push(...(await readSymbolTable(bytes, body)));
    if (type === messageType.link) {
      const link = parseLink(body);
      if (link !== undefined) links.push(link);
    }
    if (type === messageType.linkInfo) refuseDense(body, widths);
  }
  return links;
}

async function readSymbolTable(bytes: FileBytes, body: Cursor): Promise<readonly Link[]> {
  const tree = body.address();
  const heapAddress = body.address();
  if (tree === undefined || heapAddress === undefined) return [];
  const { widths } = body;
  const names = await readHeap(bytes, heapAddress, widths);
  const links: Link[] = [];
  for (const address of await leavesOf(bytes, tree, widths)) {
    const head = await bytes.at(address, 8, widths);
    head.expect("SNOD");
    head.skip(2);
    const count = head.u16();
    const entryBytes = 2 * widths.address + 24;
    const entries = await bytes.at(address + 8, count * entryBytes, widths);
    for (let i = 0; i < count; i++) {
      const entry = entries.part(entryBytes);
      const name = entry.address();
      const target = entry.address();
      const isSoft = entry.u32() === CACHED_SOFT_LINK;
      if (name === undefined || target === undefined || isSoft) continue;
      links.push({ name: textAt(names, name), address: target });
    }
    if (links.length > TENSOR_COUNT_LIMIT) {
      head.refuse(`a group of more than ${TENSOR_COUNT_LIMIT} links`, "bad-value");
    }
  }
  return links;
}

const CACHED_SOFT_LINK = 2;

/** The symbol nodes below a B-tree of version 1, in the order of their names. */
async function leavesOf(
  bytes: FileBytes,
  root: number,
  widths: Widths,
): Promise<readonly number[]> {
  const seen = new Set<number>();
  const leaves: number[] = [];
  const waiting = [root];
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    if (seen.has(address)) continue;
    seen.add(address);
    const head = await bytes.at(address, 8, widths);
    head.expect("TREE");
    if (head.u8() !== 0)
      head.refuse("a B-tree of chunks in the place of one of links", "bad-header");
    const level = head.u8();
    const count = head.u16();
    const keyed = count * (widths.length + widths.address);
    const body = await bytes.at(address + 8 + 2 * widths.address, keyed, widths);
    const children: number[] = [];
    for (let i = 0; i < count; i++) {
      body.length();
      const child = body.address();
      if (child !== undefined) children.push(child);
    }
    if (level === 0) leaves.push(...children);
    else waiting.push(...children.toReversed());
  }
  return leaves;
}

async function readHeap(bytes: FileBytes, address: number, widths: Widths): Promise<Uint8Array> {
  const head = await bytes.at(address, 8 + 2 * widths.length + widths.address, widths);
  head.expect("HEAP");
  head.skip(4);
  const size = head.length();
  head.length();
  const data = head.address();
  if (size === undefined || data === undefined) return new Uint8Array();
  return (await bytes.at(data, size, widths)).bytes(size);
}

/** A name ends at its zero. */
function textAt(heap: Uint8Array, offset: number): string {
  const end = heap.indexOf(0, offset);
  return new TextDecoder().decode(heap.subarray(offset, end < 0 ? heap.length : end));
}

function parseLink(body: Cursor): Link | undefined {
  const version = body.u8();
  if (version !== 1) body.refuse(`link message of version ${version}, 1 is known`);
  const flags = body.u8();
  const kind = (flags & 8) === 0 ? HARD : body.u8();
  if ((flags & 4) !== 0) body.skip(8);
  if ((flags & 0x10) !== 0) body.skip(1);
  const length = body.unsigned(1 << (flags & 3));
  if (length === undefined) return undefined;
  const name = new TextDecoder().decode(body.bytes(length));
  if (kind !== HARD) return undefined;
  const address = body.address();
  return address === undefined ? undefined : { name, address };
}

const HARD = 0;

function refuseDense(body: Cursor, widths: Widths): void {
  body.skip(1);
  const flags = body.u8();
  if ((flags & 1) !== 0) body.skip(8);
  if (body.unsigned(widths.address) !== undefined) {
    body.refuse("a group keeps its links in a fractal heap, which is not readable in this version");
  }
}
