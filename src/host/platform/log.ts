import * as vscode from "vscode";

/** The one log of the extension; `poslens.showLog` shows it. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Poslens", { log: true });
}
