import * as vscode from "vscode";

import type { Picture, ViewKind, ViewState } from "../../protocol/contract.ts";
import type { Disposable } from "./disposableStore.ts";
import type { ModelEntry } from "./modelEntry.ts";

/** What the Heat map view has to know about the Inspector of a model. */
export type InspectorPicture =
  | { readonly kind: "drawn"; readonly picture: Picture }
  | { readonly kind: "awaited" }
  | { readonly kind: "alone" };

/**
 * Where the Inspector and the Heat map view meet. Features do not import each other; they tell the hub.
 * Also knows the active model: the one whose Inspector or file was last in front of the user.
 */
export class ViewHub implements Disposable {
  readonly #inspectors = new Map<string, InspectorPicture>();
  #active: ModelEntry | undefined;
  readonly #didActivate = new vscode.EventEmitter<ModelEntry>();
  readonly #didDraw = new vscode.EventEmitter<ModelEntry>();
  readonly #didChoose = new vscode.EventEmitter<Choice>();

  readonly onDidActivate = this.#didActivate.event;
  /** The Inspector of this model drew a picture, opened or went away. */
  readonly onDidDraw = this.#didDraw.event;
  /** A view's state changed by the user's hand there. */
  readonly onDidChoose = this.#didChoose.event;

  get active(): ModelEntry | undefined {
    return this.#active;
  }

  activate(model: ModelEntry): void {
    const isAnother = this.#active?.key !== model.key;
    this.#active = model;
    if (isAnother) {
      this.#didActivate.fire(model);
    }
  }

  pictureOf(model: ModelEntry): InspectorPicture {
    return this.#inspectors.get(model.key) ?? { kind: "alone" };
  }

  /** The Inspector of this model can be seen and will draw. */
  inspectorShown(model: ModelEntry): void {
    if (!this.#inspectors.has(model.key)) {
      this.#set(model, { kind: "awaited" });
    }
  }

  inspectorDrew(model: ModelEntry, picture: Picture): void {
    this.#set(model, { kind: "drawn", picture });
  }

  /** Closed, or hidden while somebody needs another picture: the Heat map view computes alone from here. */
  inspectorGone(model: ModelEntry): void {
    if (this.#inspectors.delete(model.key)) {
      this.#didDraw.fire(model);
    }
  }

  chose(choice: Choice): void {
    this.#didChoose.fire(choice);
  }

  dispose(): void {
    this.#didActivate.dispose();
    this.#didDraw.dispose();
    this.#didChoose.dispose();
  }

  #set(model: ModelEntry, picture: InspectorPicture): void {
    this.#inspectors.set(model.key, picture);
    this.#didDraw.fire(model);
  }
}

export interface Choice {
  readonly from: ViewKind;
  readonly model: ModelEntry;
  readonly state: ViewState;
}
