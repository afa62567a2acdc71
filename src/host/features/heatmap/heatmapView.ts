import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { ModelEntry } from "../../platform/modelEntry.ts";
import type { Platform } from "../../platform/platform.ts";
import { ViewSession } from "../../platform/viewSession.ts";

const lastModelKey = "heatmapModel";

/** The Heat map view: shows what the Inspector of the active model drew, and computes alone while there is none. */
export class HeatmapView implements vscode.WebviewViewProvider, Disposable {
  readonly #platform: Platform;
  readonly #owned = new DisposableStore();
  /** What the view that is shown right now owns. */
  #shown = new DisposableStore();
  #model: ModelEntry | undefined;
  #held: Disposable | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#shown.dispose();
    this.#shown = new DisposableStore();
    const { hub, models } = this.#platform;
    this.#follow(hub.active ?? this.#lastModel());
    const session = this.#shown.add(
      new ViewSession(view.webview, this.#platform, {
        view: "heatmap",
        title: "Poslens: Heat map",
        model: () => this.#model,
        answered: () => this.#tellPicture(session),
      }),
    );
    const { rpc } = session;
    const own = this.#shown;
    own.add(
      hub.onDidActivate((model) => {
        this.#follow(model);
        rpc.tell("modelChanged", null);
      }),
    );
    own.add(hub.onDidDraw((model) => this.#ifShown(model, () => this.#tellPicture(session))));
    own.add(
      hub.onDidChoose(({ from, model, state }) => {
        if (from === "inspector") {
          this.#ifShown(model, () => rpc.tell("state", state));
        }
      }),
    );
    own.add(
      models.onDidChange((model) => this.#ifShown(model, () => rpc.tell("modelChanged", null))),
    );
    own.add(
      view.onDidChangeVisibility(() => {
        if (!view.visible) {
          session.forget();
        }
      }),
    );
    own.add(view.onDidDispose(() => own.dispose()));
  }

  dispose(): void {
    this.#shown.dispose();
    this.#held?.dispose();
    this.#owned.dispose();
  }

  /** While an Inspector is open and has not drawn, nothing is told: its picture comes, and two runs would be one too many. */
  #tellPicture(session: ViewSession): void {
    const picture = this.#model && this.#platform.hub.pictureOf(this.#model);
    if (picture?.kind === "drawn") {
      session.rpc.tell("picture", picture.picture);
    } else if (picture?.kind === "alone") {
      session.rpc.tell("picture", null);
    }
  }

  #ifShown(model: ModelEntry, act: () => void): void {
    if (model.key === this.#model?.key) {
      act();
    }
  }

  #follow(model: ModelEntry | undefined): void {
    this.#held?.dispose();
    this.#held = model?.hold();
    this.#model = model;
    if (model !== undefined) {
      void this.#platform.storage.update(lastModelKey, model.key);
    }
  }

  /** The model of the last session of this workspace. */
  #lastModel(): ModelEntry | undefined {
    const key: unknown = this.#platform.storage.get(lastModelKey);
    return typeof key === "string" ? this.#platform.models.entry(vscode.Uri.parse(key)) : undefined;
  }
}
