import type * as vscode from "vscode";

import type { TabId } from "../../../protocol/contract.ts";
import type { Disposable } from "../../platform/disposableStore.ts";
import type { Platform } from "../../platform/platform.ts";
import { chooseModel } from "./chooseModel.ts";
import { exportView } from "./exportView.ts";
import { InspectorPanels } from "./inspectorPanels.ts";
import { openDemo } from "./openDemo.ts";
import { selectedPrompt } from "./selectedPrompt.ts";
import { selfCheck } from "./selfCheck.ts";

/** What the commands of the Inspector do. */
export class Inspector implements Disposable {
  readonly #platform: Platform;
  readonly #panels: InspectorPanels;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#panels = new InspectorPanels(platform);
  }

  /** Opens the Inspector of the model that the argument names, on a tab; without one it stays where it was. */
  async open(argument: unknown, tab: TabId | undefined): Promise<void> {
    // Before a picker takes the focus and with it the active editor.
    const prompt = selectedPrompt();
    const model = await chooseModel(argument, this.#platform, tab === undefined ? "ask" : "active");
    if (model === undefined) {
      return;
    }
    const inspector = this.#panels.show(model);
    if (tab !== undefined) {
      inspector.showTab(tab);
    }
    if (prompt !== undefined) {
      inspector.setPrompt(prompt);
    }
  }

  /** A tab of a window that was reloaded. */
  restore(panel: vscode.WebviewPanel): void {
    this.#panels.restore(panel);
  }

  /** The editor of a checkpoint. @throws FormatError for a folder that cannot be listed. */
  async openCheckpoint(file: vscode.Uri, panel: vscode.WebviewPanel): Promise<void> {
    const model = await this.#platform.models.entryOfCheckpoint(file);
    this.#panels.adoptEditor(panel, model);
  }

  exportView(argument: unknown): Promise<void> {
    return exportView(argument, this.#panels, this.#platform);
  }

  openDemo(): Promise<void> {
    return openDemo(this.#panels, this.#platform);
  }

  selfCheck(): Promise<void> {
    return selfCheck(this.#panels, this.#platform);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}
