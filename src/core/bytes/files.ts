import type { OpenByteSource } from "./byteSource.ts";

export interface FileStat {
  readonly kind: "file" | "folder";
  /** Bytes; 0 for folders. */
  readonly size: number;
  /** Milliseconds since the epoch, to notice a file that changed; 0 where the system does not say. */
  readonly modified: number;
}

export interface FileEntry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/**
 * The only way folders come into Poslens. Paths are absolute and use "/" on every system.
 */
export interface Files {
  /** Entries of a folder, in no promised order. @throws FormatError `not-found` or `not-readable`. */
  list(folder: string): Promise<readonly FileEntry[]>;
  /** `undefined` when nothing is there. */
  stat(path: string): Promise<FileStat | undefined>;
  /** @throws FormatError `not-found`, `not-readable`, or `too-large` where only whole files can be read. */
  open(path: string): Promise<OpenByteSource>;
}

/** Joins a folder and a name; the name is taken literally, so callers check it first. */
export function joinPath(folder: string, name: string): string {
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

/** "/a/b/c.json" → "/a/b"; the root stays the root. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

/** "/a/b/c.json" → "c.json". */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
