import { unzlibSync } from "fflate";
import { FormatError } from "../../errors.ts";
import type { ChunkFilter } from "../tensorTable.ts";
import type { Cursor } from "./cursor.ts";

/**
 * The filters of a dataset's chunks, in the order in which they were applied when written.
 * Source: HDF5 File Format Specification 3.0, IV.A.2.l.
 * @throws FormatError `unsupported` for filters other than deflate, shuffle and Fletcher32.
 */
export function parseFilters(body: Cursor): readonly ChunkFilter[] {
  const version = body.u8();
  if (version !== 1 && version !== 2) body.refuse(`filter pipeline of version ${version}`);
  const count = body.u8();
  if (version === 1) body.skip(6);
  return Array.from({ length: count }, () => {
    const id = body.u16();
    const nameLength = version === 1 || id >= 256 ? body.u16() : 0;
    body.skip(2);
    const values = body.u16();
    body.skip(nameLength + 4 * values);
    if (version === 1 && values % 2 === 1) body.skip(4);
    return filterIds.get(id) ?? body.refuse(`chunks go through filter ${id}, which is not known`);
  });
}

const filterIds: ReadonlyMap<number, ChunkFilter> = new Map<number, ChunkFilter>([
  [1, "deflate"],
  [2, "shuffle"],
  [3, "fletcher32"],
]);

/**
 * The bytes of a chunk as they were before they were written.
 * @param sizes `chunk`: bytes of the whole chunk, which nothing inflates beyond; `element`: bytes of one element.
 * @param mask Bit i: filter i was not applied to this chunk.
 * @throws FormatError `bad-value` where a filter cannot be undone.
 */
export function undoFilters(
  bytes: Uint8Array,
  filters: readonly ChunkFilter[],
  mask: number,
  sizes: { readonly chunk: number; readonly element: number },
): Uint8Array {
  let undone = bytes;
  for (const [i, filter] of [...filters.entries()].toReversed()) {
    if ((mask & (1 << i)) !== 0) continue;
    if (filter === "deflate") undone = inflated(undone, sizes.chunk + CHECKSUM_BYTES);
    else if (filter === "shuffle") undone = unshuffled(undone, sizes.element);
    else undone = undone.subarray(0, Math.max(0, undone.length - CHECKSUM_BYTES));
  }
  return undone;
}

/** Deflate makes a byte of at most so many: a match of 258 bytes takes two bits. A small chunk needs no large buffer. */
const DEFLATE_RATIO = 1032;

/** Fletcher32 stands behind the chunk; before a deflate that came after it, it is part of what was deflated. */
const CHECKSUM_BYTES = 4;

function inflated(bytes: Uint8Array, limit: number): Uint8Array {
  try {
    // With a buffer that is given, nothing is written beyond its end.
    const most = Math.min(limit, bytes.length * DEFLATE_RATIO);
    return unzlibSync(bytes, { out: new Uint8Array(most) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FormatError("bad-value", `a chunk cannot be inflated: ${why}`, { cause: error });
  }
}

/** Shuffle writes the first bytes of all elements, then the second ones, and so on; a rest stays as it is. */
function unshuffled(bytes: Uint8Array, element: number): Uint8Array {
  const count = Math.floor(bytes.length / element);
  const into = Uint8Array.from(bytes);
  for (let byte = 0; byte < element; byte++) {
    for (let i = 0; i < count; i++) into[i * element + byte] = bytes[byte * count + i] ?? 0;
  }
  return into;
}
