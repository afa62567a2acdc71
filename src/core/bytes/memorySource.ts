import { FormatError } from "../errors.ts";
import type { OpenByteSource } from "./byteSource.ts";

/** Bytes in hand as a source, for tests, for blobs and for files that came in one piece. */
export function memorySource(bytes: Uint8Array): OpenByteSource {
  return {
    byteLength: bytes.byteLength,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      checkRange(bytes.byteLength, offset, length);
      return new Uint8Array(bytes.subarray(offset, offset + length));
    },
    close: async () => undefined,
  };
}

/**
 * A range is whole numbers inside the source.
 * @throws FormatError `read-past-end`.
 */
function checkRange(byteLength: number, offset: number, length: number): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!whole || offset < 0 || length < 0 || offset + length > byteLength) {
    throw new FormatError(
      "read-past-end",
      `asked for ${length} bytes at offset ${offset}, the source has ${byteLength}`,
      { offset },
    );
  }
}
