"use strict";
/**
 * Stands beside Poslens in the window of `npm run demo` and does once what the reader would do first:
 * the demo model's config on the left, the Inspector on the right. It uses Poslens' commands only.
 */
const vscode = require("vscode");

exports.activate = async () => {
  const hasTabs = vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  // A window that comes back with its tabs stays as it was left.
  if (hasTabs || workspace === undefined) return;
  const model = vscode.Uri.joinPath(workspace.uri, "rope");
  const config = vscode.Uri.joinPath(model, "config.json");
  const run = vscode.commands.executeCommand;
  await run("workbench.view.extension.poslens");
  await run("vscode.setEditorLayout", { orientation: 0, groups: [{ size: 0.3 }, { size: 0.7 }] });
  await vscode.window.showTextDocument(config, {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
  });
  await run("workbench.action.focusSecondEditorGroup");
  await run("poslens.inspect", model);
};
