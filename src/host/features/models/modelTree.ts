import * as vscode from "vscode";

import { createDebounced } from "../../platform/debounced.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Load } from "../../platform/load.ts";
import type { Platform } from "../../platform/platform.ts";
import type * as modelItems from "./modelItems.ts";
import type { Node } from "./modelNodes.ts";

/** Many files change together (a checkout, a download); the workspace is searched once when they pause. */
const settleMs = 500;

/** The Models view. Nothing is searched or watched until the view is looked at. */
export class ModelTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #platform: Platform;
  readonly #load: Load<typeof modelItems>;
  readonly #owned = new DisposableStore();
  readonly #didChange = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly #search = this.#owned.add(new vscode.CancellationTokenSource());
  #isWatching = false;

  readonly onDidChangeTreeData = this.#didChange.event;

  constructor(platform: Platform, load: Load<typeof modelItems>) {
    this.#platform = platform;
    this.#load = load;
  }

  refresh(): void {
    this.#didChange.fire(undefined);
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    return (await this.#load()).toTreeItem(node);
  }

  /** Files, findings and problems are leaves; models are at the root. */
  async getChildren(node?: Node): Promise<Node[]> {
    this.#watch();
    const { findModels, readChildren, readModelNode } = await this.#load();
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
