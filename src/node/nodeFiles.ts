import { type FileHandle, open, readdir, stat } from "node:fs/promises";

import type { OpenByteSource } from "../core/bytes/byteSource.ts";
import type { FileEntry, Files, FileStat } from "../core/bytes/files.ts";
import { FormatError } from "../core/errors.ts";
import { fileHandleSource } from "./fileHandleSource.ts";
import { asFormatError, isMissing } from "./systemErrors.ts";

/** Files of this machine. Paths use "/" on Windows too, where Node takes them as they are. */
export const nodeFiles: Files = {
  async list(folder: string): Promise<readonly FileEntry[]> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      throw asFormatError(error, folder);
    });
    const listed = await Promise.all(
      entries.map(async (entry): Promise<FileEntry | undefined> => {
        if (entry.isDirectory() || entry.isFile()) {
          return { name: entry.name, kind: entry.isDirectory() ? "folder" : "file" };
        }
        // Hub caches are folders of links; a link counts as what it leads to, a broken one as nothing.
        const target = entry.isSymbolicLink() ? await statOrNothing(folder, entry.name) : undefined;
        return target && { name: entry.name, kind: target.kind };
      }),
    );
    return listed.filter((entry) => entry !== undefined);
  },

  async stat(path: string): Promise<FileStat | undefined> {
    try {
      const found = await stat(path);
      // Pipes and devices are neither: reading one might never end.
      if (!found.isFile() && !found.isDirectory()) {
        return undefined;
      }
      return {
        kind: found.isDirectory() ? "folder" : "file",
        size: found.isDirectory() ? 0 : found.size,
        modified: found.mtimeMs,
      };
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      throw asFormatError(error, path);
    }
  },

  async open(path: string): Promise<OpenByteSource> {
    // Looked at before it is opened: opening a pipe waits for a writer.
    const found = await nodeFiles.stat(path);
    if (found?.kind !== "file") {
      throw found === undefined
        ? new FormatError("not-found", `There is no file at ${path}.`)
        : new FormatError("not-readable", `${path} is a folder; a file was expected.`);
    }
    let handle: FileHandle;
    try {
      handle = await open(path, "r");
    } catch (error) {
      throw asFormatError(error, path);
    }
    try {
      return fileHandleSource(handle, (await handle.stat()).size, path);
    } catch (error) {
      await handle.close();
      throw asFormatError(error, path);
    }
  },
};

/** What a link leads to; a link that loops or may not be followed is left out of the list like a broken one. */
async function statOrNothing(folder: string, name: string): Promise<FileStat | undefined> {
  try {
    return await nodeFiles.stat(folder.endsWith("/") ? folder + name : `${folder}/${name}`);
  } catch (error) {
    if (error instanceof FormatError) {
      return undefined;
    }
    throw error;
  }
}
