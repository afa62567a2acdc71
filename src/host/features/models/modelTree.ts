import * as vscode from "vscode";

import { createDebounced } from "../../platform/debounced.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import { findModels } from "../../platform/findModels.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Node } from "./modelNodes.ts";
import { readChildren, readModelNode } from "./readNodes.ts";
import { toTreeItem } from "./toTreeItem.ts";

/** Many files change together (a checkout, a download); the workspace is searched once when they pause. */
const settleMs = 500;

/** The Models view. Nothing is searched or watched until the view is looked at. */
export class ModelTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #platform: Platform;
  readonly #owned = new DisposableStore();
  readonly #didChange = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly #search = this.#owned.add(new vscode.CancellationTokenSource());
  #isWatching = false;

  readonly onDidChangeTreeData = this.#didChange.event;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  refresh(): void {
    this.#didChange.fire(undefined);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return toTreeItem(node);
  }

  /** Files, findings and problems are leaves; models are at the root. */
  async getChildren(node?: Node): Promise<Node[]> {
    this.#watch();
    if (node === undefined) {
      const models = await findModels(this.#platform, this.#search.token);
      return Promise.all(models.map(readModelNode));
    }
    return node.kind === "model" ? [...(await readChildren(node))] : [];
  }

  dispose(): void {
    this.#search.cancel();
    this.#owned.dispose();
  }

  #watch(): void {
    if (this.#isWatching) {
      return;
    }
    this.#isWatching = true;
    const refresh = this.#owned.add(createDebounced(settleMs, () => this.refresh()));
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher("**/config.json"));
    watcher.onDidCreate(refresh);
    watcher.onDidDelete(refresh);
    this.#owned.add(this.#platform.models.onDidChange(refresh));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("poslens")) {
          refresh();
        }
      }),
    );
  }
}
