import type { DType, TensorInfo, TensorStorage } from "../tensorTable.ts";

/** Values of a tensor or of rows of it. */
export interface TensorRead {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major, little endian, nothing but these values; nobody else holds it. */
  readonly bytes: ArrayBuffer;
}

/** One tensor that is asked for; `rows` along the first axis, checked already, in the order asked for, or all of it. */
export interface StorageAsk<S extends TensorStorage = TensorStorage> {
  readonly tensor: TensorInfo;
  readonly storage: S;
  readonly rows: readonly number[] | undefined;
}

/** What a storage may read: ranges of the model's files, and other tensors that it is made of. */
export interface StorageInput {
  /** @throws FormatError `read-past-end`, `limit-exceeded`, and those of `Files`. */
  range(
    file: string,
    offset: number,
    length: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** Size of a file of the model, in bytes. */
  size(file: string): Promise<number>;
  /** The values of a part, whatever its own storage is. */
  tensor(
    part: TensorInfo,
    rows: readonly number[] | undefined,
    signal?: AbortSignal,
  ): Promise<TensorRead>;
}

/** How values come out of one kind of storage. */
export interface StorageReader<S extends TensorStorage = TensorStorage> {
  /**
   * Row-major little-endian values of the logical tensor. Allocates no more than the values asked for and a bounded
   * working space.
   * @throws FormatError where the bytes are not what the table promised.
   */
  read(ask: StorageAsk<S>, input: StorageInput, signal?: AbortSignal): Promise<TensorRead>;
}
