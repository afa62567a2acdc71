"use strict";
/** Writes the marks that the extension host has set about itself into the workspace, as `marks.json`. */
const vscode = require("vscode");

exports.activate = (context) => {
  const write = async () => {
    const [workspace] = vscode.workspace.workspaceFolders;
    const marks = JSON.stringify(globalThis.MonacoPerformanceMarks.getMarks());
    const file = vscode.Uri.joinPath(workspace.uri, "marks.json");
    await vscode.workspace.fs.writeFile(file, Buffer.from(marks));
  };
  context.subscriptions.push(vscode.commands.registerCommand("poslens-bench.writeMarks", write));
};
