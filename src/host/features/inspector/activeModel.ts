import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import { isModelDocument } from "../../platform/modelDocuments.ts";
import type { Platform } from "../../platform/platform.ts";

/** Follows the editor in front: its model becomes the active one, and menus know whether it is a model's file. */
export function followActiveEditor(platform: Platform): Disposable {
  const owned = new DisposableStore();
  let wasModel = false;
  const follow = (editor: vscode.TextEditor | undefined): void => {
    const isModel = editor !== undefined && isModelDocument(editor.document);
    if (isModel !== wasModel) {
      wasModel = isModel;
      void vscode.commands.executeCommand("setContext", "poslens.activeIsModel", isModel);
    }
    if (isModel) {
      platform.hub.activate(platform.models.entryOfFile(editor.document.uri));
    }
  };
  owned.add(vscode.window.onDidChangeActiveTextEditor(follow));
  follow(vscode.window.activeTextEditor);
  return owned;
}
