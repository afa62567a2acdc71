import type { StoredType } from "../core/formats/decodeStored.ts";

/** A tensor, or rows of one, in the file's own type: decoded where it is used. */
export interface RawTensor {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  /** Row-major, little endian, nothing but these values; of blocks whole rows. */
  readonly bytes: ArrayBuffer;
}

/**
 * Where a run gets its weights from: the host over RPC in the webview, file handles in Node.
 * Asks are exact: what is not named here never leaves the disk.
 */
export interface WeightReader {
  /** A whole tensor. @throws FormatError `missing-tensor` and those of the format. */
  readTensor(name: string, signal?: AbortSignal): Promise<RawTensor>;
  /** Rows along the first axis, in the order asked for. @throws FormatError `bad-shape` for a row outside. */
  readRows(name: string, rows: readonly number[], signal?: AbortSignal): Promise<RawTensor>;
}
