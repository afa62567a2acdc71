import * as vscode from "vscode";

import type { OpenByteSource } from "../../core/bytes/byteSource.ts";
import type { FileEntry, Files, FileStat } from "../../core/bytes/files.ts";
import { memorySource } from "../../core/bytes/memorySource.ts";
import { FormatError } from "../../core/errors.ts";
import { nodeFiles } from "../../node/nodeFiles.ts";
import { toFreshBytes, uriAt } from "./uris.ts";

/**
 * VS Code reads whole files only (its chunked reads are a proposed API), so a file that is not on this machine's
 * disk is held in memory. 256 MiB keeps the extension host far from its heap limit and is read in about a second.
 */
const wholeFileLimitBytes = 256 * 1024 * 1024;

/**
 * Files where `base` lies. On this machine's disk by positional reads; elsewhere (virtual workspaces) whole files
 * through VS Code, up to a named limit. A file that is open in an editor counts with its unsaved text.
 */
export function filesAt(base: vscode.Uri): Files {
  const files = base.scheme === "file" ? nodeFiles : wholeFiles(base);
  return {
    list: (folder) => files.list(folder),
    stat: (path) => files.stat(path),
    async open(path) {
      const document = openDocument(uriAt(base, path));
      return document === undefined
        ? files.open(path)
        : memorySource(new TextEncoder().encode(document.getText()));
    },
  };
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

function wholeFiles(base: vscode.Uri): Files {
  return {
    async list(folder): Promise<readonly FileEntry[]> {
      const found = await orFormatError(folder, () =>
        vscode.workspace.fs.readDirectory(uriAt(base, folder)),
      );
      return found.flatMap(([name, type]): FileEntry[] => {
        const kind = kindOf(type);
        return kind === undefined ? [] : [{ name, kind }];
      });
    },
    async stat(path): Promise<FileStat | undefined> {
      try {
        const found = await orFormatError(path, () => vscode.workspace.fs.stat(uriAt(base, path)));
        const kind = kindOf(found.type);
        return kind && { kind, size: kind === "file" ? found.size : 0, modified: found.mtime };
      } catch (error) {
        if (error instanceof FormatError && error.code === "not-found") {
          return undefined;
        }
        throw error;
      }
    },
    open: (path) => openWhole(uriAt(base, path)),
  };
}

async function openWhole(uri: vscode.Uri): Promise<OpenByteSource> {
  const { size } = await orFormatError(uri.path, () => vscode.workspace.fs.stat(uri));
  if (size > wholeFileLimitBytes) {
    throw new FormatError(
      "too-large",
      `${uri.path} has ${size.toLocaleString("en")} bytes. Files of "${uri.scheme}:" can only be read whole, ` +
        `and Poslens does so up to ${wholeFileLimitBytes.toLocaleString("en")} bytes; open it from a local or remote disk`,
    );
  }
  const bytes = await orFormatError(uri.path, () => vscode.workspace.fs.readFile(uri));
  return memorySource(toFreshBytes(bytes));
}

function kindOf(type: vscode.FileType): FileEntry["kind"] | undefined {
  // The type of a link is a bit beside the type of what it leads to.
  if ((type & vscode.FileType.Directory) !== 0) {
    return "folder";
  }
  return (type & vscode.FileType.File) === 0 ? undefined : "file";
}

async function orFormatError<T>(path: string, read: () => Thenable<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) {
      throw error;
    }
    const code = error.code === "FileNotFound" ? "not-found" : "not-readable";
    throw new FormatError(code, `${path} cannot be read: ${error.message}`, { cause: error });
  }
}
