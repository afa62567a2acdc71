import { joinPath, type Files } from "../bytes/files.ts";
import { READ_PIECE_BYTES, TENSOR_BYTE_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import type { DType, TensorInfo, TensorTable } from "../formats/tensorTable.ts";
import { OpenSources } from "./openSources.ts";
import { contiguousRuns } from "./contiguousRuns.ts";

export interface TensorRead {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major, little endian, nothing but these values; nobody else holds it. */
  readonly bytes: ArrayBuffer;
}

/**
 * Bytes of tensors from their files. Each ask reads the ranges it names and nothing else, neighbouring rows in one
 * piece; files stay open between asks, a few at a time, until `close`.
 */
export class TensorReader {
  readonly #sources: OpenSources;
  readonly #tensors: ReadonlyMap<string, TensorInfo>;

  constructor(files: Files, folderPath: string, table: TensorTable) {
    this.#sources = new OpenSources((name) => files.open(joinPath(folderPath, name)));
    this.#tensors = new Map(table.tensors.map((tensor) => [tensor.name, tensor]));
  }

  /** @throws FormatError `missing-tensor`, `unsupported`, `limit-exceeded`, `read-past-end`, and those of `Files`. */
  async readTensor(name: string, signal?: AbortSignal): Promise<TensorRead> {
    const { tensor, dtype } = this.#find(name);
    const { shape, byteLength } = tensor;
    const bytes = allocate(name, byteLength);
    await this.#fill(tensor, [{ from: 0, to: 0, length: byteLength, into: bytes }], signal);
    return { dtype, shape, bytes: bytes.buffer };
  }

  /**
   * Rows along the first axis in the order asked for, a row twice where it is asked for twice.
   * @throws FormatError `bad-shape` for a scalar or a row outside, and those of `readTensor`.
   */
  async readRows(name: string, rows: readonly number[], signal?: AbortSignal): Promise<TensorRead> {
    const { tensor, dtype } = this.#find(name);
    const [count, ...rest] = tensor.shape;
    if (count === undefined) {
      throw new FormatError("bad-shape", `${name} is a scalar and has no rows`);
    }
    const outside = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= count);
    if (outside !== undefined) {
      throw new FormatError(
        "bad-shape",
        `${name} has rows 0 to ${count - 1}, asked for ${outside}`,
      );
    }
    const width = count === 0 ? 0 : tensor.byteLength / count;
    const bytes = allocate(name, width * rows.length);
    const pieces: Piece[] = [];
    for (const run of contiguousRuns(rows)) {
      pieces.push({
        from: run.first * width,
        to: run.at * width,
        length: run.count * width,
        into: bytes,
      });
    }
    await this.#fill(tensor, pieces, signal);
    return { dtype, shape: [rows.length, ...rest], bytes: bytes.buffer };
  }

  /** Closes every file; reads in progress end first. Later reads are refused. */
  async close(): Promise<void> {
    await this.#sources.close();
  }

  #find(name: string): { readonly tensor: TensorInfo; readonly dtype: DType } {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) {
      throw new FormatError("missing-tensor", `the checkpoint has no tensor ${name}`);
    }
    if (tensor.dtype === undefined) {
      throw new FormatError(
        "unsupported",
        `${name} is of type ${tensor.dtypeName}, which is not readable in this version`,
        { offset: tensor.offset },
      );
    }
    return { tensor, dtype: tensor.dtype };
  }

  async #fill(
    tensor: TensorInfo,
    pieces: readonly Piece[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    signal?.throwIfAborted();
    await this.#sources.use(tensor.file, async (source) => {
      for (const { from, to, length, into } of pieces) {
        for (let done = 0; done < length; done += READ_PIECE_BYTES) {
          const step = Math.min(READ_PIECE_BYTES, length - done);
          const read = await source.read(tensor.offset + from + done, step, signal);
          signal?.throwIfAborted();
          into.set(read, to + done);
        }
      }
    });
  }
}

/** A range of a tensor and where it goes. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly into: Uint8Array<ArrayBuffer>;
}

function allocate(name: string, byteLength: number): Uint8Array<ArrayBuffer> {
  if (byteLength > TENSOR_BYTE_LIMIT) {
    throw new FormatError(
      "limit-exceeded",
      `${name}: ${byteLength} bytes were asked for, ${TENSOR_BYTE_LIMIT} are read at a time; ask for rows`,
    );
  }
  return new Uint8Array(byteLength);
}
