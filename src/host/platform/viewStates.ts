import type * as vscode from "vscode";

import type { ViewState } from "../../protocol/contract.ts";
import type { ModelEntry } from "./modelEntry.ts";
import { toViewState } from "./viewState.ts";

/** States of models that are kept; beyond this many the one that was untouched longest goes. */
const keptStates = 50;
const storageKey = "viewStates";

/** Last state of each model's views, in the workspace's storage: survives closing tabs and windows. */
export class ViewStates {
  readonly #storage: vscode.Memento;

  constructor(storage: vscode.Memento) {
    this.#storage = storage;
  }

  read(model: ModelEntry): ViewState | null {
    return toViewState(this.#all().find(([key]) => key === model.key)?.[1]) ?? null;
  }

  async write(model: ModelEntry, state: ViewState): Promise<void> {
    const others = this.#all().filter(([key]) => key !== model.key);
    await this.#storage.update(storageKey, [[model.key, state], ...others].slice(0, keptStates));
  }

  /** Most recent first. Storage may hold what an older version wrote, so shapes are checked on reading. */
  #all(): readonly (readonly [string, unknown])[] {
    const stored: unknown = this.#storage.get(storageKey);
    const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
    return list.filter(
      (item): item is readonly [string, unknown] =>
        Array.isArray(item) && item.length === 2 && typeof item[0] === "string",
    );
  }
}
