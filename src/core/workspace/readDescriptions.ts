import { joinPath, type Files } from "../bytes/files.ts";
import { PACKED_PIECE_BYTES, READ_GAP_BYTES } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import type { TensorInfo } from "../formats/tensorTable.ts";

/**
 * Bytes of small tensors by name, neighbours read in one piece: a mixture of experts has one for each of 70 000
 * weights, side by side. What cannot be read is left out.
 */
export async function readDescriptions(
  place: { readonly files: Files; readonly folder: string },
  tensors: readonly TensorInfo[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const file of new Set(tensors.map((tensor) => tensor.file))) {
    const ofFile = tensors.filter((tensor) => tensor.file === file);
    const pieces = toPieces(ofFile.toSorted((a, b) => a.offset - b.offset));
    try {
      const source = await place.files.open(joinPath(place.folder, file));
      try {
        for (const piece of pieces) {
          const bytes = await source.read(piece.begin, piece.end - piece.begin, signal);
          signal?.throwIfAborted();
          for (const { name, offset, byteLength } of piece.tensors) {
            const at = offset - piece.begin;
            contents.set(name, bytes.subarray(at, at + byteLength));
          }
        }
      } finally {
        await source.close();
      }
    } catch (error) {
      // The weights that need them then say so, one by one.
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return contents;
}

interface Piece {
  readonly begin: number;
  readonly end: number;
  readonly tensors: TensorInfo[];
}

function toPieces(tensors: readonly TensorInfo[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const tensor of tensors) {
    const last = pieces.at(-1);
    const end = tensor.offset + tensor.byteLength;
    const isNear = last !== undefined && tensor.offset - last.end <= READ_GAP_BYTES;
    if (last !== undefined && isNear && end - last.begin <= PACKED_PIECE_BYTES) {
      last.tensors.push(tensor);
      pieces[pieces.length - 1] = { ...last, end: Math.max(end, last.end) };
    } else {
      pieces.push({ begin: tensor.offset, end, tensors: [tensor] });
    }
  }
  return pieces;
}
