import { joinPath, type Files } from "../bytes/files.ts";
import { READ_PIECE_BYTES } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import type { StoredType } from "../formats/decodeStored.ts";
import { dtypeBytes, elementCount } from "../formats/dtype.ts";
import { swapBlocks } from "../formats/ggml/swapBlocks.ts";
import { toBlockBytes } from "../formats/ggml/toBlockBytes.ts";
import { partsOf } from "../formats/packed/partsOf.ts";
import { storageReader } from "../formats/storage/registry.ts";
import type { StorageInput, TensorRead } from "../formats/storage/storageReader.ts";
import type { DType, TensorInfo, TensorTable } from "../formats/tensorTable.ts";
import type { ElementRun } from "../tensors/tensorPieces.ts";
import { rowWidth } from "../tensors/tensorPlane.ts";
import { OpenSources } from "./openSources.ts";
import { contiguousRuns } from "../bytes/contiguousRuns.ts";
import { requireHeld } from "../bytes/requireHeld.ts";

/**
 * Values of tensors from their files. Each ask reads the ranges it names and nothing else, neighbouring rows in one
 * piece; files stay open between asks, a few at a time, until `close`. What is not stored as plain elements (blocks,
 * views, packed weights) goes through the reader of its storage.
 */
export class TensorReader {
  readonly #sources: OpenSources;
  readonly #tensors: ReadonlyMap<string, TensorInfo>;
  readonly #input: StorageInput = {
    range: async (file, offset, length, signal) => {
      return this.#gather({ file, name: file }, [{ from: offset, to: 0, length }], signal);
    },
    size: async (file) => this.#sources.use(file, async ({ byteLength }) => byteLength),
    tensor: async (part, rows, signal) => this.#read(part, rows, signal),
  };

  constructor(files: Files, folderPath: string, table: TensorTable) {
    this.#sources = new OpenSources((name) => files.open(joinPath(folderPath, name)));
    const parts = table.tensors.flatMap(partsOf).map((part) => part.tensor);
    // A part may have the name of the weight that it is packed for; the weight is meant then.
    this.#tensors = new Map([...parts, ...table.tensors].map((tensor) => [tensor.name, tensor]));
  }

  /** @throws FormatError `missing-tensor`, `unsupported`, `limit-exceeded`, `read-past-end`, and those of `Files`. */
  async readTensor(name: string, signal?: AbortSignal): Promise<TensorRead> {
    return this.#read(this.#find(name), undefined, signal);
  }

  /**
   * Rows along the first axis in the order asked for, a row twice where it is asked for twice.
   * @throws FormatError `bad-shape` for a scalar or a row outside, and those of `readTensor`.
   */
  async readRows(name: string, rows: readonly number[], signal?: AbortSignal): Promise<TensorRead> {
    return this.#read(this.#find(name), rows, signal);
  }

  /**
   * As `readTensor` (where `rows` is undefined) and `readRows`, but blocks of ggml stay what they are in the file,
   * little endian: many times fewer bytes where they travel before they are used.
   */
  async readStored(
    name: string,
    rows: readonly number[] | undefined,
    signal?: AbortSignal,
  ): Promise<StoredRead> {
    const tensor = this.#find(name);
    const blocks = toBlockBytes(tensor);
    if (blocks === undefined || (rows !== undefined && tensor.shape.length < 2)) {
      return this.#read(tensor, rows, signal);
    }
    const { bytes } = await this.#read(blocks.bytes, rows, signal);
    if (blocks.byteOrder === "big") swapBlocks(blocks.type, new Uint8Array(bytes));
    const shape = rows === undefined ? tensor.shape : [rows.length, ...tensor.shape.slice(1)];
    return { dtype: blocks.type, shape, bytes };
  }

  /**
   * A run of values in row-major order, [count], for what is too large for one buffer. Plain elements are read by
   * their bytes; of other storages the entries of the first axis that the run touches are decoded.
   * @throws FormatError `bad-shape` for a run that is not inside, and those of `readTensor`.
   */
  async readElements(
    tensor: TensorInfo,
    run: ElementRun,
    signal?: AbortSignal,
  ): Promise<TensorRead> {
    const dtype = requireReadable(tensor);
    requireRun(tensor, run);
    const width = dtypeBytes[dtype];
    const { first, count } = run;
    if (tensor.storage === undefined) {
      const from = tensor.offset + first * width;
      const bytes = await this.#input.range(tensor.file, from, count * width, signal);
      return { dtype, shape: [count], bytes: bytes.buffer };
    }
    const entry = Math.max(1, rowWidth(tensor.shape));
    const begin = Math.floor(first / entry);
    const rows = Array.from(
      { length: Math.ceil((first + count) / entry) - begin },
      (_, i) => begin + i,
    );
    const read = await this.#read(tensor, tensor.shape.length === 0 ? undefined : rows, signal);
    const skipped = (first - begin * entry) * width;
    const isAll = skipped === 0 && read.bytes.byteLength === count * width;
    const bytes = isAll ? read.bytes : read.bytes.slice(skipped, skipped + count * width);
    return { dtype: read.dtype, shape: [count], bytes };
  }

  /** Closes every file; reads in progress end first. Later reads are refused. */
  async close(): Promise<void> {
    await this.#sources.close();
  }

  #find(name: string): TensorInfo {
    const tensor = this.#tensors.get(name);
    if (tensor !== undefined) return tensor;
    throw new FormatError("missing-tensor", `the checkpoint has no tensor ${name}`);
  }

  async #read(
    tensor: TensorInfo,
    rows: readonly number[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<TensorRead> {
    signal?.throwIfAborted();
    const dtype = requireReadable(tensor);
    if (rows !== undefined) requireRows(tensor, rows);
    const { storage } = tensor;
    if (storage !== undefined) {
      return storageReader(storage).read({ tensor, storage, rows }, this.#input, signal);
    }
    return this.#readPlain({ tensor, dtype }, rows, signal);
  }

  async #readPlain(
    { tensor, dtype }: { readonly tensor: TensorInfo; readonly dtype: DType },
    rows: readonly number[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<TensorRead> {
    const { name, offset, byteLength, file } = tensor;
    const [count = 1, ...rest] = tensor.shape;
    if (rows === undefined) {
      const whole = [{ from: offset, to: 0, length: byteLength }];
      const bytes = await this.#gather({ file, name }, whole, signal);
      return { dtype, shape: tensor.shape, bytes: bytes.buffer };
    }
    const width = count === 0 ? 0 : byteLength / count;
    const pieces = Array.from(contiguousRuns(rows), ({ first, at, count: length }) => ({
      from: offset + first * width,
      to: at * width,
      length: length * width,
    }));
    const bytes = await this.#gather({ file, name }, pieces, signal);
    return { dtype, shape: [rows.length, ...rest], bytes: bytes.buffer };
  }

  /** Ranges of a file in one buffer; there is none before the file is known to hold them. */
  async #gather(
    { file, name }: { readonly file: string; readonly name: string },
    pieces: readonly Piece[],
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    signal?.throwIfAborted();
    const byteLength = pieces.reduce((sum, { length }) => sum + length, 0);
    requireHeld(name, byteLength);
    return this.#sources.use(file, async (source) => {
      for (const piece of pieces) requireInside(piece, { name, byteLength: source.byteLength });
      const into = new Uint8Array(byteLength);
      for (const { from, to, length } of pieces) {
        for (let done = 0; done < length; done += READ_PIECE_BYTES) {
          const step = Math.min(READ_PIECE_BYTES, length - done);
          const read = await source.read(from + done, step, signal);
          signal?.throwIfAborted();
          into.set(read, to + done);
        }
      }
      return into;
    });
  }
}

/** Values of a tensor or of rows of it, in the type they travel in. */
export interface StoredRead {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  /** Row-major, little endian, nothing but these values; nobody else holds it. */
  readonly bytes: ArrayBuffer;
}

/** @throws FormatError `read-past-end` */
function requireInside(
  { from, length }: Piece,
  file: { readonly name: string; readonly byteLength: number },
): void {
  if (from >= 0 && from + length <= file.byteLength) return;
  throw new FormatError(
    "read-past-end",
    `${file.name}: ${length} bytes were to stand at ${from}, the file has ${file.byteLength}; is the download complete?`,
    { offset: file.byteLength },
  );
}

/** @throws FormatError `unsupported` */
function requireReadable({ name, dtype, dtypeName, offset }: TensorInfo): DType {
  if (dtype !== undefined) return dtype;
  throw new FormatError(
    "unsupported",
    `${name} is of type ${dtypeName}, which is not readable in this version`,
    { offset },
  );
}

/** @throws FormatError `bad-shape` */
function requireRows({ name, shape }: TensorInfo, rows: readonly number[]): void {
  const [count] = shape;
  if (count === undefined) {
    throw new FormatError("bad-shape", `${name} is a scalar and has no rows`);
  }
  const outside = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= count);
  if (outside === undefined) return;
  throw new FormatError("bad-shape", `${name} has rows 0 to ${count - 1}, asked for ${outside}`);
}

/** @throws FormatError `bad-shape` */
function requireRun({ name, shape }: TensorInfo, { first, count }: ElementRun): void {
  const all = elementCount(shape);
  const isWhole = Number.isSafeInteger(first) && Number.isSafeInteger(count);
  if (isWhole && first >= 0 && count >= 0 && first + count <= all) return;
  throw new FormatError(
    "bad-shape",
    `${name} has ${all} elements, ${count} were asked for from ${first} on`,
  );
}

/** A range of a file and where it goes. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}
