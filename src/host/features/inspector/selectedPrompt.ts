import * as vscode from "vscode";

import { isModelDocument } from "../../platform/modelDocuments.ts";

/**
 * The text that is selected in the editor, as a prompt; `undefined` where nothing is, or where the selection is
 * part of a model's own config, which nobody means to run through the model.
 */
export function selectedPrompt(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty || isModelDocument(editor.document)) {
    return undefined;
  }
  return editor.document.getText(editor.selection);
}
