import type * as vscode from "vscode";

import { isExpected } from "../../platform/errors.ts";
import type { Inspector } from "./inspector.ts";

/** Read-only editors of checkpoints: each is the Inspector of the model that the file belongs to. */
export function createCheckpointEditors(
  get: () => Promise<Inspector>,
  log: vscode.LogOutputChannel,
): vscode.CustomReadonlyEditorProvider {
  return {
    // Nothing is read here: a file of gigabytes opens by its header, when there is a page to show it.
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      try {
        await (await get()).openCheckpoint(uri, panel);
      } catch (error) {
        // VS Code shows the message in place of the editor.
        if (error instanceof Error && isExpected(error)) {
          log.error(`${uri.path}: ${error.message}`);
        }
        throw error;
      }
    },
  };
}
