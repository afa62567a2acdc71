import * as vscode from "vscode";

import type { ExportedView } from "../../protocol/contract.ts";
import { toFreshBytes } from "./uris.ts";

const filters: Readonly<Record<string, Record<string, string[]>>> = {
  png: { "PNG image": ["png"] },
  svg: { "SVG image": ["svg"] },
  csv: { "Comma-separated values": ["csv"] },
  npy: { "NumPy array": ["npy"] },
};

/** Asks where and writes; false when the user thought better of it. */
export async function saveExportedView(
  exported: ExportedView,
  target: vscode.Uri | undefined,
): Promise<boolean> {
  const chosen = target ?? (await chooseTarget(exported.name));
  if (chosen === undefined) {
    return false;
  }
  await vscode.workspace.fs.writeFile(chosen, toFreshBytes(new Uint8Array(exported.bytes)));
  return true;
}

/** Asks the user where a file shall go. */
export async function chooseTarget(wanted: string): Promise<vscode.Uri | undefined> {
  const name = toFileName(wanted);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const kinds = filters[name.slice(name.lastIndexOf(".") + 1)];
  return vscode.window.showSaveDialog({
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    ...(kinds !== undefined && { filters: kinds }),
    title: "Export View",
  });
}

/** A name from a webview never names another folder. */
function toFileName(name: string): string {
  const plain = name.replaceAll(/[^\w.\- ]+/g, "-").replace(/^\.+/, "");
  return plain === "" ? "poslens" : plain.slice(0, 120);
}
