/**
 * The only way bytes come into Poslens: a file, a blob of the cache, a buffer in a test.
 * Readers never see a path, so the same parser runs in the host, in the webview and in Node.
 */
export interface ByteSource {
  /** Size in bytes, known before anything is read. */
  readonly byteLength: number;
  /**
   * Reads exactly `length` bytes from `offset` into a fresh buffer that nobody else holds.
   * @throws FormatError `read-past-end` when the range is not inside the source.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** A source that holds something open (a file handle); whoever opened it closes it. */
export interface OpenByteSource extends ByteSource {
  close(): Promise<void>;
}
