import { requireHeld } from "../../bytes/requireHeld.ts";
import { FormatError } from "../../errors.ts";
import { dtypeBytes, elementCount } from "../dtype.ts";
import type { FieldsStorage } from "../tensorTable.ts";
import type { StorageInput, StorageReader } from "./storageReader.ts";

/** Values in the typed fields of a message, one after the other, as numbers of fixed or of variable length. */
export const fieldsStorage: StorageReader<FieldsStorage> = {
  read: async ({ tensor, storage, rows }, input, signal) => {
    const { dtype, name, file } = tensor;
    if (dtype === undefined) {
      throw new FormatError("unsupported", `${name} is of type ${tensor.dtypeName}`);
    }
    const width = dtypeBytes[dtype];
    const rowValues = elementCount(tensor.shape.slice(1));
    const shape = rows === undefined ? tensor.shape : [rows.length, ...tensor.shape.slice(1)];
    const bytes = new Uint8Array(requireHeld(name, elementCount(shape) * width));
    const sink = new ValueSink(bytes, { width, rowValues, rows });
    for (const { offset, length } of storage.pieces) {
      for (let done = 0; done < length; done += PIECE_BYTES) {
        signal?.throwIfAborted();
        const step = Math.min(PIECE_BYTES, length - done);
        const piece = await read(input, file, { offset: offset + done, length: step }, signal);
        if (storage.encoding === "fixed") sink.addBytes(piece);
        else sink.addVarints(piece);
      }
    }
    if (sink.count !== elementCount(tensor.shape)) {
      const message = `${file}: ${name} has ${sink.count} values, its shape needs ${elementCount(tensor.shape)}`;
      throw new FormatError("bad-shape", message, { offset: tensor.offset });
    }
    return { dtype, shape, bytes: bytes.buffer };
  },
};

const PIECE_BYTES = 1024 * 1024;

async function read(
  input: StorageInput,
  file: string,
  { offset, length }: { readonly offset: number; readonly length: number },
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  return input.range(file, offset, length, signal);
}

interface Layout {
  /** Bytes of a value. */
  readonly width: number;
  readonly rowValues: number;
  readonly rows: readonly number[] | undefined;
}

/** Puts values where they are wanted, in the order in which they come; pieces may end inside one. */
class ValueSink {
  readonly #into: Uint8Array;
  readonly #layout: Layout;
  /** Places of each row that is wanted; `undefined` for all rows in order. */
  readonly #places: ReadonlyMap<number, readonly number[]> | undefined;
  /** The widest element is a complex number of two doubles. */
  readonly #value = new Uint8Array(16);
  readonly #view = new DataView(this.#value.buffer);
  #filled = 0;
  #low = 0;
  #high = 0;
  #bits = 0;
  /** Values that were met. */
  count = 0;

  constructor(into: Uint8Array, layout: Layout) {
    this.#into = into;
    this.#layout = layout;
    this.#places = layout.rows === undefined ? undefined : placesOf(layout.rows);
  }

  addBytes(piece: Uint8Array): void {
    for (const byte of piece) {
      this.#value[this.#filled++] = byte;
      if (this.#filled === this.#layout.width) this.#put();
    }
  }

  /** Seven bits a byte, lowest first; whole numbers below zero have all 64 bits set from their sign on. */
  addVarints(piece: Uint8Array): void {
    for (const byte of piece) {
      const part = byte & 0x7f;
      if (this.#bits < 28) this.#low |= part << this.#bits;
      else if (this.#bits === 28) {
        this.#low |= part << 28;
        this.#high |= part >> 4;
      } else this.#high |= part << (this.#bits - 32);
      this.#bits += 7;
      if (byte < 0x80) this.#putWords();
      else if (this.#bits >= 70) {
        throw new FormatError("bad-value", "a number has more than 10 bytes");
      }
    }
  }

  #putWords(): void {
    this.#view.setInt32(0, this.#low, true);
    this.#view.setInt32(4, this.#high, true);
    this.#low = this.#high = this.#bits = 0;
    this.#put();
  }

  #put(): void {
    const { width, rowValues } = this.#layout;
    const value = this.#value.subarray(0, width);
    this.#filled = 0;
    const index = this.count++;
    if (this.#places === undefined) {
      if ((index + 1) * width <= this.#into.length) this.#into.set(value, index * width);
      return;
    }
    const row = Math.floor(index / rowValues);
    for (const place of this.#places.get(row) ?? []) {
      this.#into.set(value, (place * rowValues + (index % rowValues)) * width);
    }
  }
}

function placesOf(rows: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  rows.forEach((row, place) => {
    const known = places.get(row);
    if (known === undefined) places.set(row, [place]);
    else known.push(place);
  });
  return places;
}
