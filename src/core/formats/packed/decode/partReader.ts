import { PACKED_PIECE_BYTES, READ_GAP_BYTES } from "../../../bytes/limits.ts";
import { FormatError } from "../../../errors.ts";
import { decodeFloats } from "../../decodeFloats.ts";
import { dtypeBytes } from "../../dtype.ts";
import type { StorageInput } from "../../storage/storageReader.ts";
import type { DType, PackedStorage, TensorInfo } from "../../tensorTable.ts";
import type { PartRole } from "../packing.ts";

/** Rows and columns of a part, seen as a table. */
export interface TableRange {
  /** Elements of a row of the table. */
  readonly width: number;
  readonly firstRow: number;
  readonly rows: number;
  readonly firstColumn: number;
  readonly columns: number;
}

/** Ranges of the parts of one weight. Elements are counted over the flattened part. */
export class PartReader {
  readonly #parts: ReadonlyMap<PartRole, TensorInfo>;
  readonly #input: StorageInput;
  readonly #signal: AbortSignal | undefined;
  /** Parts that are not stored plainly are read once, whole. */
  readonly #whole = new Map<PartRole, Promise<ArrayBuffer>>();

  constructor(storage: PackedStorage, input: StorageInput, signal: AbortSignal | undefined) {
    this.#parts = new Map(storage.parts.map(({ role, tensor }) => [role, tensor]));
    this.#input = input;
    this.#signal = signal;
  }

  has(role: PartRole): boolean {
    return this.#parts.has(role);
  }

  /** @throws FormatError `missing-tensor`. */
  dtype(role: PartRole): DType {
    const part = this.#part(role);
    if (part.dtype !== undefined) return part.dtype;
    throw new FormatError("unsupported", `${part.name} is of type ${part.dtypeName}`);
  }

  /** Elements as numbers. */
  async floats(role: PartRole, first: number, count: number): Promise<Float32Array<ArrayBuffer>> {
    const dtype = this.dtype(role);
    const width = dtypeBytes[dtype];
    return decodeFloats(dtype, (await this.bytes(role, first * width, count * width)).buffer);
  }

  /** All elements of a part that is small beside the weight. */
  async all(role: PartRole): Promise<Float32Array<ArrayBuffer>> {
    return this.floats(role, 0, this.#part(role).byteLength / dtypeBytes[this.dtype(role)]);
  }

  /** Part of a table of 32-bit words, row-major. */
  async words(role: PartRole, range: TableRange): Promise<Uint32Array<ArrayBuffer>> {
    return new Uint32Array((await this.#table(role, range, 4)).buffer);
  }

  /** Part of a table of numbers, row-major. */
  async table(role: PartRole, range: TableRange): Promise<Float32Array<ArrayBuffer>> {
    const dtype = this.dtype(role);
    return decodeFloats(dtype, (await this.#table(role, range, dtypeBytes[dtype])).buffer);
  }

  /** A range of the part's bytes. @throws FormatError `read-past-end`. */
  async bytes(role: PartRole, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const part = this.#part(role);
    if (offset < 0 || length < 0 || offset + length > part.byteLength) {
      throw new FormatError(
        "read-past-end",
        `${part.name} has ${part.byteLength} bytes, asked for are ${length} from ${offset}`,
      );
    }
    this.#signal?.throwIfAborted();
    if (part.storage === undefined) {
      return this.#input.range(part.file, part.offset + offset, length, this.#signal);
    }
    const whole = this.#whole.get(role) ?? this.#readWhole(part);
    this.#whole.set(role, whole);
    return new Uint8Array((await whole).slice(offset, offset + length));
  }

  async #table(
    role: PartRole,
    range: TableRange,
    itemBytes: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const rowBytes = range.width * itemBytes;
    const begin = range.firstColumn * itemBytes;
    const length = range.columns * itemBytes;
    if (length === rowBytes)
      return this.bytes(role, range.firstRow * rowBytes, length * range.rows);
    const into = new Uint8Array(length * range.rows);
    // What lies between is read along where that is little.
    const together = rowBytes - length <= READ_GAP_BYTES ? rowsOfPiece(rowBytes) : 1;
    for (let row = 0; row < range.rows; row += together) {
      const count = Math.min(together, range.rows - row);
      const from = (range.firstRow + row) * rowBytes + begin;
      const span = await this.bytes(role, from, (count - 1) * rowBytes + length);
      for (let k = 0; k < count; k++) {
        const at = k * rowBytes;
        into.set(span.subarray(at, at + length), (row + k) * length);
      }
    }
    return into;
  }

  async #readWhole(part: TensorInfo): Promise<ArrayBuffer> {
    return (await this.#input.tensor(part, undefined, this.#signal)).bytes;
  }

  /** @throws FormatError `missing-tensor`. */
  #part(role: PartRole): TensorInfo {
    const part = this.#parts.get(role);
    if (part !== undefined) return part;
    throw new FormatError("missing-tensor", `a packed weight was listed without its ${role}`);
  }
}

/** Rows of a table that are read in one piece; one at least. */
export function rowsOfPiece(rowBytes: number): number {
  return Math.max(1, Math.floor(PACKED_PIECE_BYTES / Math.max(1, rowBytes)));
}
