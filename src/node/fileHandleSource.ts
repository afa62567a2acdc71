import type { FileHandle } from "node:fs/promises";

import type { OpenByteSource } from "../core/bytes/byteSource.ts";
import { FormatError } from "../core/errors.ts";
import { asFormatError } from "./systemErrors.ts";

/**
 * Bytes of an open file, read at positions, so that reads may overlap. Takes over the handle.
 * @param byteLength Size when it was opened; a file that shrinks later ends a read with `read-past-end`.
 * @param path For messages only.
 */
export function fileHandleSource(
  handle: FileHandle,
  byteLength: number,
  path: string,
): OpenByteSource {
  return {
    byteLength,
    async read(offset, length, signal) {
      signal?.throwIfAborted();
      refuseOutside(offset, length, byteLength, path);
      const bytes = allocate(length, path);
      await fill(handle, { bytes, offset, path }, signal);
      return bytes;
    },
    close: () => handle.close(),
  };
}

/** A buffer of its own and never one of Node's pool, whose neighbours would travel with it. */
function allocate(length: number, path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(new ArrayBuffer(length));
  } catch (cause) {
    const message = `${String(length)} bytes of ${path} were wanted at once; there is no memory for them.`;
    throw new FormatError("too-large", message, { cause });
  }
}

/** Part of one read: a cancelled read of gigabytes stops after this much. */
const pieceBytes = 16 * 1024 * 1024;

interface Wanted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly offset: number;
  readonly path: string;
}

async function fill(handle: FileHandle, wanted: Wanted, signal?: AbortSignal): Promise<void> {
  const { bytes, offset, path } = wanted;
  let done = 0;
  while (done < bytes.length) {
    const piece = Math.min(pieceBytes, bytes.length - done);
    let got: number;
    try {
      got = (await handle.read(bytes, done, piece, offset + done)).bytesRead;
    } catch (error) {
      throw asFormatError(error, path);
    }
    signal?.throwIfAborted();
    if (got === 0) {
      throw new FormatError(
        "read-past-end",
        `${path} became shorter while it was read: it now ends at byte ${String(offset + done)}, ` +
          `and ${String(bytes.length)} bytes from ${String(offset)} were wanted.`,
        { offset: offset + done },
      );
    }
    done += got;
  }
}

function refuseOutside(offset: number, length: number, byteLength: number, path: string): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!whole || offset < 0 || length < 0 || offset + length > byteLength) {
    throw new FormatError(
      "read-past-end",
      `${String(length)} bytes from ${String(offset)} were wanted of ${path}, which has ${String(byteLength)}.`,
      { offset },
    );
  }
}
