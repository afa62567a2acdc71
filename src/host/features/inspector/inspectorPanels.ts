import * as vscode from "vscode";

import type { Disposable } from "../../platform/disposableStore.ts";
import type { ModelEntry } from "../../platform/modelEntry.ts";
import type { Platform } from "../../platform/platform.ts";
import { viewIds } from "../../platform/viewIds.ts";
import { toWebviewOptions } from "../../platform/webviewHtml.ts";
import { InspectorPanel, toPanelTitle } from "./inspectorPanel.ts";
import { OpenPanels } from "./openPanels.ts";

/** The open Inspectors: one tab per model, and the editors of checkpoints. Pages are not kept while hidden: their state is small and is saved. */
export class InspectorPanels implements Disposable {
  readonly #platform: Platform;
  readonly #open = new Map<string, InspectorPanel>();
  /** VS Code opens and restores these by itself, one for each file. */
  readonly #editors = new Set<InspectorPanel>();
  readonly #restorable: OpenPanels;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#restorable = new OpenPanels(platform.storage);
  }

  /** The Inspector in front, else the one of the active model, else any. */
  get current(): InspectorPanel | undefined {
    const panels = [...this.#open.values(), ...this.#editors];
    const active = this.#platform.hub.active?.key;
    return (
      panels.find((panel) => panel.isActive) ??
      panels.find(({ model }) => model.key === active) ??
      panels[0]
    );
  }

  /** Opens the Inspector of a model, or brings it to the front. */
  show(model: ModelEntry, column = vscode.ViewColumn.Active): InspectorPanel {
    const known = this.#open.get(model.key) ?? this.#editorOf(model);
    if (known !== undefined) {
      known.reveal();
      return known;
    }
    const panel = vscode.window.createWebviewPanel(viewIds.inspector, toPanelTitle(model), column, {
      ...toWebviewOptions(this.#platform.extensionUri),
      retainContextWhenHidden: false,
    });
    return this.#adopt(panel, model);
  }

  /** A window was reloaded: its tabs come back one by one. */
  restore(panel: vscode.WebviewPanel): void {
    const folder = this.#restorable.find(panel.title, (uri) => this.#open.has(uri.toString()));
    if (folder === undefined) {
      // The storage of the workspace was cleared; an empty tab would be a riddle.
      panel.dispose();
      return;
    }
    this.#adopt(panel, this.#platform.models.entry(folder));
  }

  /** The editor of a checkpoint is the Inspector of its model. */
  adoptEditor(panel: vscode.WebviewPanel, model: ModelEntry): void {
    const inspector = new InspectorPanel(panel, model, this.#platform);
    this.#editors.add(inspector);
    inspector.onDidDispose(() => {
      this.#editors.delete(inspector);
      inspector.dispose();
    });
    void vscode.commands.executeCommand("setContext", "poslens.hasModel", true);
  }

  /** The tabs stay for the next window; only our ends of them are given back. */
  dispose(): void {
    for (const panel of [...this.#open.values(), ...this.#editors]) {
      panel.dispose();
    }
    this.#open.clear();
    this.#editors.clear();
  }

  #editorOf(model: ModelEntry): InspectorPanel | undefined {
    return [...this.#editors].find((editor) => editor.model.key === model.key);
  }

  #adopt(panel: vscode.WebviewPanel, model: ModelEntry): InspectorPanel {
    const { extensionUri } = this.#platform;
    panel.title = toPanelTitle(model);
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "media", "inspector-light.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "media", "inspector-dark.svg"),
    };
    const inspector = new InspectorPanel(panel, model, this.#platform);
    this.#open.set(model.key, inspector);
    const place = vscode.Uri.parse(model.key);
    inspector.onDidDispose(() => {
      this.#open.delete(model.key);
      void this.#restorable.remove(place);
      inspector.dispose();
    });
    void this.#restorable.add(panel.title, place);
    void vscode.commands.executeCommand("setContext", "poslens.hasModel", true);
    return inspector;
  }
}
