import * as vscode from "vscode";

/** The path that `Files` of this Uri's file system understands: absolute, "/" on every system. */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath.replaceAll("\\", "/") : uri.path;
}

/** The Uri of a path on the file system of `base`. */
export function uriAt(base: vscode.Uri, path: string): vscode.Uri {
  return base.scheme === "file" ? vscode.Uri.file(path) : base.with({ path });
}

export function folderUriOf(file: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(file, "..");
}

/** "config.json" of …/rope/config.json. */
export function nameOfUri(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}

/** A fresh buffer: VS Code reads into Node's Buffers, which a webview receives as JSON (platform facts). */
export function toFreshBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const fresh = new Uint8Array(bytes.byteLength);
  fresh.set(bytes);
  return fresh;
}
