import { ARRANGED_PIECE_BYTES } from "../../bytes/limits.ts";
import { unreachable } from "../../errors.ts";
import { decodeFloats } from "../decodeFloats.ts";
import { dtypeBytes, elementCount } from "../dtype.ts";
import type { ArrangedStorage, Arrangement } from "../tensorTable.ts";
import type { StorageAsk, StorageInput, StorageReader, TensorRead } from "./storageReader.ts";
import { requireHeld } from "../../bytes/requireHeld.ts";

/** Tensors of the file in another order. Rows that only change places are read as such, a few at a time. */
export const arrangedStorage: StorageReader<ArrangedStorage> = {
  read: async (ask, input, signal) => {
    const { arrangement } = ask.storage;
    switch (arrangement.kind) {
      case "paired":
      case "grouped":
        return readMoved(ask, arrangement, { input, signal });
      case "transposed":
        return readTransposed(ask, { input, signal });
      case "added": {
        const read = await input.tensor(ask.storage.part, ask.rows, signal);
        const values = decodeFloats(read.dtype, read.bytes);
        for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + arrangement.by;
        return { dtype: "F32", shape: read.shape, bytes: values.buffer };
      }
      default:
        return unreachable(arrangement);
    }
  },
};

type Moves = Extract<Arrangement, { readonly kind: "paired" | "grouped" }>;

/** The row of the file that becomes a row of the hub's layout, of `count` in all. */
export function storedRow(moves: Moves, row: number, count: number): number {
  if (moves.kind === "paired") {
    const width = count / moves.heads;
    const half = width / 2;
    const inHead = row % width;
    return row - inHead + (inHead % half) * 2 + Math.floor(inHead / half);
  }
  const { groups, queries } = moves;
  const headDim = count / (groups * (queries + 2));
  const head = Math.floor(row / headDim);
  const inHead = row % headDim;
  const group = Math.floor(head / (queries + 2));
  const place = head % (queries + 2);
  // Query heads come first in the file, then one key head a group, then one value head a group.
  const stored = place < queries ? group * queries + place : groups * place + group;
  return stored * headDim + inHead;
}

interface From {
  readonly input: StorageInput;
  readonly signal: AbortSignal | undefined;
}

async function readMoved(
  { tensor, storage, rows }: StorageAsk<ArrangedStorage>,
  moves: Moves,
  { input, signal }: From,
): Promise<TensorRead> {
  const { part } = storage;
  const [count = 0, ...rest] = part.shape;
  const wanted = rows?.length ?? count;
  const dtype = part.dtype ?? "F32";
  const width = elementCount(rest) * dtypeBytes[dtype];
  requireHeld(tensor.name, wanted * width);
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  const step = Math.max(1, Math.floor(ARRANGED_PIECE_BYTES / Math.max(1, width)));
  for (let first = 0; first < wanted; first += step) {
    const stored = Array.from({ length: Math.min(step, wanted - first) }, (_, i) =>
      storedRow(moves, rows?.[first + i] ?? first + i, count),
    );
    // In the file's order, in which neighbours are read in one piece.
    const sorted = [...new Set(stored)].toSorted((a, b) => a - b);
    const read = new Uint8Array((await input.tensor(part, sorted, signal)).bytes);
    // Room for all is made once the first rows have turned out to be there.
    bytes ??= new Uint8Array(wanted * width);
    const places = new Map(sorted.map((row, i) => [row, i * width]));
    for (const [i, row] of stored.entries()) {
      const from = places.get(row) ?? 0;
      bytes.set(read.subarray(from, from + width), (first + i) * width);
    }
  }
  return { dtype, shape: [wanted, ...rest], bytes: bytes?.buffer ?? new ArrayBuffer(0) };
}

/** Rows of the hub's layout are columns of the file, so all of it is read. */
async function readTransposed(
  { tensor, storage, rows }: StorageAsk<ArrangedStorage>,
  { input, signal }: From,
): Promise<TensorRead> {
  const read = await input.tensor(storage.part, undefined, signal);
  const [height = 0, width = 0] = read.shape;
  const wanted = rows?.length ?? width;
  const size = dtypeBytes[read.dtype];
  requireHeld(tensor.name, wanted * height * size);
  const bytes = new Uint8Array(wanted * height * size);
  const [from, to] = [wordsOf(read.bytes, size), wordsOf(bytes.buffer, size)];
  const words = Math.max(1, size / 4);
  for (let row = 0; row < wanted; row++) {
    const column = rows?.[row] ?? row;
    for (let i = 0; i < height; i++) {
      const [at, into] = [(i * width + column) * words, (row * height + i) * words];
      for (let word = 0; word < words; word++) to[into + word] = from[at + word] ?? 0;
    }
  }
  return { dtype: read.dtype, shape: [wanted, height], bytes: bytes.buffer };
}

/** Elements as whole numbers, which copies their bits; those of eight bytes as two words. */
function wordsOf(bytes: ArrayBuffer, size: number): Uint8Array | Uint16Array | Uint32Array {
  if (size === 1) return new Uint8Array(bytes);
  return size === 2 ? new Uint16Array(bytes) : new Uint32Array(bytes);
}
