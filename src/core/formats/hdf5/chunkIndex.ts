import { HDF5_METADATA_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { elementCount } from "../dtype.ts";
import type { StorageInput } from "../storage/storageReader.ts";
import type { ChunkedStorage, TensorInfo } from "../tensorTable.ts";
import { Cursor } from "./cursor.ts";

/** One chunk in the file. */
export interface Chunk {
  /** Index of its first element along each axis. */
  readonly corner: readonly number[];
  readonly address: number;
  /** As stored, after the filters. */
  readonly byteLength: number;
  /** Bit i: filter i was not applied. */
  readonly mask: number;
}

export interface ChunkedTensor {
  readonly tensor: TensorInfo;
  readonly storage: ChunkedStorage;
  /** Of a chunk without filters. */
  readonly chunkBytes: number;
}

/**
 * The chunks of a dataset that were written, each once.
 * Source: HDF5 File Format Specification 3.0, III.A.1 (nodes of type 1) and VII.
 * @throws FormatError `bad-magic`, `bad-value`, `limit-exceeded`, and those of `StorageInput`.
 */
export async function readChunkIndex(
  chunked: ChunkedTensor,
  input: StorageInput,
  signal: AbortSignal | undefined,
): Promise<readonly Chunk[]> {
  const { tensor, storage, chunkBytes } = chunked;
  const { index } = storage;
  const origin = tensor.shape.map(() => 0);
  switch (index.kind) {
    case "none":
      return [];
    case "single": {
      const byteLength = index.byteLength ?? chunkBytes;
      return [{ corner: origin, address: index.address, byteLength, mask: index.mask }];
    }
    case "implicit":
      return implicitChunks(chunked, index.address);
    case "tree":
      return readTree(chunked, index, { input, signal });
  }
}

/** All chunks one after the other, in row-major order. */
function implicitChunks(
  { tensor, storage, chunkBytes }: ChunkedTensor,
  address: number,
): readonly Chunk[] {
  const counts = tensor.shape.map((size, axis) => Math.ceil(size / (storage.chunk[axis] ?? 1)));
  const total = elementCount(counts);
  if (total > CHUNK_COUNT_LIMIT) throw tooMany(tensor, total);
  return Array.from({ length: total }, (_, i) => {
    let rest = i;
    const corner = counts.map(() => 0);
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      corner[axis] = (rest % (counts[axis] ?? 1)) * (storage.chunk[axis] ?? 1);
      rest = Math.floor(rest / (counts[axis] ?? 1));
    }
    return { corner, address: address + i * chunkBytes, byteLength: chunkBytes, mask: 0 };
  });
}

/** An entry of a B-tree takes at least 24 bytes, so more chunks than this cannot be indexed within the limit. */
const CHUNK_COUNT_LIMIT = HDF5_METADATA_LIMIT / 24;

interface Access {
  readonly input: StorageInput;
  readonly signal: AbortSignal | undefined;
}

async function readTree(
  { tensor, storage, chunkBytes }: ChunkedTensor,
  index: Extract<ChunkedStorage["index"], { kind: "tree" }>,
  access: Access,
): Promise<readonly Chunk[]> {
  const chunks = new Map<string, Chunk>();
  const seen = new Set<number>();
  const waiting = [index.address];
  const stored = storage.filters.length === 0 ? chunkBytes : undefined;
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    if (seen.has(address)) continue;
    seen.add(address);
    const node = await readNode(tensor, { address, widths: index.widths }, access);
    if (node.level > 0) {
      waiting.push(...node.children.map((child) => child.address));
      continue;
    }
    for (const child of node.children) {
      const byteLength = stored ?? child.byteLength;
      chunks.set(child.corner.join(), { ...child, byteLength });
    }
    if (chunks.size > CHUNK_COUNT_LIMIT) throw tooMany(tensor, chunks.size);
  }
  return [...chunks.values()];
}

/** A node: signature, type, level, entries used, two siblings; then keys and children in turn. */
async function readNode(
  { name, file, shape }: TensorInfo,
  { address, widths }: { readonly address: number; readonly widths: Cursor["widths"] },
  { input, signal }: Access,
): Promise<{ readonly level: number; readonly children: readonly Chunk[] }> {
  const headBytes = 8 + 2 * widths.address;
  const head = new Cursor(await input.range(file, address, headBytes, signal), {
    file,
    start: address,
    widths,
  });
  head.expect("TREE");
  if (head.u8() !== 1) head.refuse(`${name}: its B-tree is not one of chunks`, "bad-header");
  const level = head.u8();
  const count = head.u16();
  // The last key component belongs to the bytes of an element and is zero.
  const entryBytes = 8 + 8 * (shape.length + 1) + widths.address;
  const start = address + headBytes;
  const bytes = await input.range(file, start, count * entryBytes, signal);
  const body = new Cursor(bytes, { file, start, widths });
  const children = Array.from({ length: count }, () => {
    const byteLength = body.u32();
    const mask = body.u32();
    const corner = shape.map(() => body.unsigned(8) ?? Infinity);
    body.skip(8);
    const child = body.address() ?? body.refuse(`${name}: a chunk without an address`, "bad-value");
    return { corner, address: child, byteLength, mask };
  });
  const outside = children.find(({ corner }) =>
    corner.some((at, axis) => at >= (shape[axis] ?? 0)),
  );
  if (level === 0 && outside !== undefined) {
    const place = outside.corner.join(", ");
    body.refuse(`${name}: a chunk at [${place}], the shape is [${shape.join(", ")}]`, "bad-value");
  }
  return { level, children };
}

function tooMany({ name }: TensorInfo, count: number): FormatError {
  return new FormatError(
    "limit-exceeded",
    `${name} has ${count} chunks or more, ${CHUNK_COUNT_LIMIT} are allowed`,
  );
}
