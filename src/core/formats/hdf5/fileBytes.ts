import type { ByteSource } from "../../bytes/byteSource.ts";
import { HDF5_METADATA_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import { Cursor } from "./cursor.ts";
import type { Widths } from "./widths.ts";

/**
 * The structures of an HDF5 file by their addresses. All that is read is counted: pointers of a hostile file may lead
 * in circles or fan out, and the count ends that walk.
 */
export class FileBytes {
  readonly file: string;
  readonly byteLength: number;
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  readonly #pages = new Map<number, Uint8Array>();
  #read = 0;

  constructor(source: ByteSource, file: string, signal: AbortSignal | undefined) {
    this.file = file;
    this.byteLength = source.byteLength;
    this.#source = source;
    this.#signal = signal;
  }

  /** @throws FormatError `truncated` for a range outside the file, `limit-exceeded` after too much. */
  async at(address: number, length: number, widths: Widths): Promise<Cursor> {
    this.#signal?.throwIfAborted();
    if (address + length > this.byteLength) {
      throw new FormatError(
        "truncated",
        `${this.file} has ${this.byteLength} bytes, ${length} are to stand at ${address}; is the download complete?`,
        { offset: Math.min(address, this.byteLength) },
      );
    }
    this.#read += Math.max(length, LEAST_COUNTED);
    if (this.#read > HDF5_METADATA_LIMIT) {
      throw new FormatError(
        "limit-exceeded",
        `${this.file}: groups and headers take more than ${HDF5_METADATA_LIMIT} bytes; they may lead in circles`,
        { offset: address },
      );
    }
    const bytes = await this.#bytes(address, length);
    return new Cursor(bytes, { file: this.file, start: address, widths });
  }

  /** Structures are small and lie close together, so they come out of pages that are kept. */
  async #bytes(address: number, length: number): Promise<Uint8Array> {
    const first = Math.floor(address / PAGE_BYTES);
    const last = Math.floor((address + Math.max(length, 1) - 1) / PAGE_BYTES);
    if (first !== last) return this.#source.read(address, length, this.#signal);
    let page = this.#pages.get(first);
    if (page === undefined) {
      const begin = first * PAGE_BYTES;
      const size = Math.min(PAGE_BYTES, this.byteLength - begin);
      page = await this.#source.read(begin, size, this.#signal);
      if (this.#pages.size >= PAGES_KEPT) this.#pages.clear();
      this.#pages.set(first, page);
    }
    return page.subarray(address % PAGE_BYTES, (address % PAGE_BYTES) + length);
  }
}

const PAGE_BYTES = 65_536;
const PAGES_KEPT = 64;
/** A read of nothing is counted as well, or a circle of empty nodes would never end. */
const LEAST_COUNTED = 16;
