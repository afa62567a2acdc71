import { memorySource } from "../../../src/core/bytes/memorySource.ts";
import type { Files } from "../../../src/core/bytes/files.ts";
import { FormatError } from "../../../src/core/errors.ts";

export interface MemoryFiles extends Files {
  /** Sources that were opened and not closed. */
  openCount(): number;
  /** Every range that was read. */
  readonly reads: { readonly path: string; readonly offset: number; readonly length: number }[];
}

/** A tree of files in memory, by absolute path, that counts what is done to it. */
export function memoryFiles(contents: Readonly<Record<string, Uint8Array | string>>): MemoryFiles {
  const bytes = new Map(
    Object.entries(contents).map(([path, content]) => [
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    ]),
  );
  const reads: MemoryFiles["reads"] = [];
  let open = 0;
  const below = (folder: string): string[] =>
    [...bytes.keys()].filter((path) => path.startsWith(`${folder}/`));
  return {
    reads,
    openCount: () => open,
    list: async (folder) => {
      const names = below(folder).map((path) => path.slice(folder.length + 1).split("/"));
      return names.map((parts) => ({
        name: parts[0] ?? "",
        kind: parts.length > 1 ? ("folder" as const) : ("file" as const),
      }));
    },
    stat: async (path) => {
      const file = bytes.get(path);
      if (file !== undefined) return { kind: "file", size: file.length, modified: 0 };
      const folder = path.endsWith("/") ? path.slice(0, -1) : path;
      return below(folder).length > 0 ? { kind: "folder", size: 0, modified: 0 } : undefined;
    },
    open: async (path) => {
      const file = bytes.get(path);
      if (file === undefined) throw new FormatError("not-found", `nothing is at ${path}`);
      open++;
      const source = memorySource(file);
      return {
        byteLength: source.byteLength,
        read: async (offset, length, signal) => {
          reads.push({ path, offset, length });
          return source.read(offset, length, signal);
        },
        close: async () => {
          open--;
        },
      };
    },
  };
}
