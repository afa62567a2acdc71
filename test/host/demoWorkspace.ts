import assert from "node:assert/strict";
import * as vscode from "vscode";

/** A file of the workspace, which is a copy of media/demo. */
export function fileOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "the tests run in the demo workspace");
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Shows a file, as a user does; nothing is found in files that nobody looks at. */
export async function show(
  path: string,
  viewColumn = vscode.ViewColumn.One,
): Promise<vscode.TextDocument> {
  const { document } = await vscode.window.showTextDocument(fileOf(path), {
    viewColumn,
    preview: false,
  });
  const key = document.uri.toString();
  textsBefore.set(key, textsBefore.get(key) ?? document.getText());
  return document;
}

/** What the shown files were like before a test touched them. */
const textsBefore = new Map<string, string>();

/** The range of the first place where this text stands. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `${text} stands in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Replaces text in an editor without saving. */
export async function replace(
  document: vscode.TextDocument,
  text: string,
  by: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, text), by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Sets one of our settings for the time of `act`. */
export async function withSetting(
  key: string,
  value: unknown,
  act: () => Promise<void>,
): Promise<void> {
  const write = async (wanted: unknown): Promise<void> =>
    vscode.workspace
      .getConfiguration("poslens")
      .update(key, wanted, vscode.ConfigurationTarget.Workspace);
  await write(value);
  try {
    await act();
  } finally {
    await write(undefined);
  }
}

/** Gives every shown file its text back, on disk too since VS Code may save by itself, and closes all tabs. */
export async function closeAll(): Promise<void> {
  for (const [key, text] of textsBefore) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(key));
    if (document.getText() !== text) {
      await replace(document, document.getText(), text);
    }
    await document.save();
  }
  textsBefore.clear();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** Waits for what VS Code does in its own time; mocha's limit ends it, and `what` says what was missing. */
export async function eventually<T>(what: string, read: () => T | undefined): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const value = read();
    if (value !== undefined) {
      return value;
    }
    assert.ok(Date.now() < end, `waited for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
