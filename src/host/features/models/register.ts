import * as vscode from "vscode";

import { registerCommand } from "../../platform/commands.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Load } from "../../platform/load.ts";
import type { Platform } from "../../platform/platform.ts";
import { viewIds } from "../../platform/viewIds.ts";
import type * as modelItems from "./modelItems.ts";
import { ModelTree } from "./modelTree.ts";

/** The Models view: model folders of the workspace, by their configs; checkpoints open with their node. */
export function registerModels(platform: Platform, load: Load<typeof modelItems>): Disposable {
  const owned = new DisposableStore();
  const tree = owned.add(new ModelTree(platform, load));
  owned.add(
    vscode.window.createTreeView(viewIds.models, { treeDataProvider: tree, showCollapseAll: true }),
  );
  owned.add(registerCommand("poslens.refreshModels", platform.log, () => tree.refresh()));
  return owned;
}
