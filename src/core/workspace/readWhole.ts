import type { Files } from "../bytes/files.ts";
import { FormatError } from "../errors.ts";

/** What stands in a file that is small by its kind. */
export interface WholeFile {
  readonly files: Files;
  readonly path: string;
  /** For messages. */
  readonly file: string;
  /** Bytes. */
  readonly limit: number;
}

/** @throws FormatError `too-large` before anything is read, and those of `Files`. */
export async function readWhole(
  { files, path, file, limit }: WholeFile,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const source = await files.open(path);
  try {
    if (source.byteLength > limit) {
      throw new FormatError(
        "too-large",
        `${file} has ${source.byteLength} bytes, ${limit} are allowed for a file of its kind`,
      );
    }
    return await source.read(0, source.byteLength, signal);
  } finally {
    await source.close();
  }
}
