import type * as vscode from "vscode";

import type {
  ExportedSlice,
  ExportedView,
  ExportFormat,
  TabId,
} from "../../../protocol/contract.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { ModelEntry } from "../../platform/modelEntry.ts";
import type { Platform } from "../../platform/platform.ts";
import { ViewSession } from "../../platform/viewSession.ts";

/** The Inspector of one model: an editor tab, and what it tells and is told while it lives. */
export class InspectorPanel implements Disposable {
  readonly model: ModelEntry;
  readonly #panel: vscode.WebviewPanel;
  readonly #platform: Platform;
  readonly #session: ViewSession;
  readonly #owned = new DisposableStore();

  constructor(panel: vscode.WebviewPanel, model: ModelEntry, platform: Platform) {
    this.model = model;
    this.#panel = panel;
    this.#platform = platform;
    this.#owned.add(model.hold());
    model.warm();
    this.#session = this.#owned.add(
      new ViewSession(panel.webview, platform, {
        view: "inspector",
        title: toPanelTitle(model),
        model: () => model,
      }),
    );
    this.#listen();
    this.#visibilityChanged();
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  onDidDispose(listener: () => void): void {
    this.#owned.add(this.#panel.onDidDispose(listener));
  }

  reveal(): void {
    this.#panel.reveal();
  }

  close(): void {
    this.#panel.dispose();
  }

  showTab(tab: TabId): void {
    this.#session.tellWhenReady("showTab", { tab });
  }

  setPrompt(text: string): void {
    this.#session.tellWhenReady("setPrompt", { text });
  }

  async exportView(
    format: ExportFormat,
    signal: AbortSignal,
  ): Promise<ExportedView | ExportedSlice> {
    await this.#session.ready;
    return this.#session.rpc.call("export", { format }, signal);
  }

  async selfCheck(
    signal: AbortSignal,
  ): Promise<{ readonly passed: boolean; readonly lines: readonly string[] }> {
    await this.#session.ready;
    return this.#session.rpc.call("selfCheck", null, signal);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#platform.hub.inspectorGone(this.model);
  }

  #listen(): void {
    const { hub, models } = this.#platform;
    const { rpc } = this.#session;
    this.#owned.add(rpc.on("picture", (picture) => hub.inspectorDrew(this.model, picture)));
    this.#owned.add(
      hub.onDidChoose(({ from, model, state }) => {
        if (from === "inspector" || model.key !== this.model.key) {
          return;
        }
        if (this.#panel.visible) {
          rpc.tell("state", state);
        } else {
          // Nobody draws behind another tab: the Heat map view computes this head alone.
          hub.inspectorGone(this.model);
        }
      }),
    );
    this.#owned.add(
      models.onDidChange((model) => {
        if (model.key === this.model.key) {
          rpc.tell("modelChanged", null);
        }
      }),
    );
    this.#owned.add(this.#panel.onDidChangeViewState(() => this.#visibilityChanged()));
  }

  /** A hidden page is thrown away by VS Code and made anew when it is shown. */
  #visibilityChanged(): void {
    if (this.#panel.visible) {
      this.#platform.hub.inspectorShown(this.model);
    } else {
      this.#session.forget();
    }
    if (this.#panel.active) {
      this.#platform.hub.activate(this.model);
    }
  }
}

/** Also what a restored tab is known by, see `openPanels.ts`. */
export function toPanelTitle(model: ModelEntry): string {
  return `Poslens: ${model.label}`;
}
