import type * as vscode from "vscode";

import { DisposableStore, type Disposable } from "./disposableStore.ts";
import type { Load } from "./load.ts";
import { createLog } from "./log.ts";
import type * as modelParts from "./modelParts.ts";
import { ModelStore } from "./modelStore.ts";
import { ViewHub } from "./viewHub.ts";
import { ViewStates } from "./viewStates.ts";

/** What features share. Made at activation, and does nothing until somebody uses it. */
export interface Platform extends Disposable {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly models: ModelStore;
  readonly states: ViewStates;
  readonly hub: ViewHub;
  /** The workspace's storage. */
  readonly storage: vscode.Memento;
}

export function createPlatform(
  context: Pick<vscode.ExtensionContext, "extensionUri" | "workspaceState">,
  load: Load<typeof modelParts>,
): Platform {
  const owned = new DisposableStore();
  const { extensionUri, workspaceState } = context;
  return {
    extensionUri,
    storage: workspaceState,
    log: owned.add(createLog()),
    models: owned.add(new ModelStore(extensionUri, load)),
    states: new ViewStates(workspaceState),
    hub: owned.add(new ViewHub()),
    dispose: () => owned.dispose(),
  };
}
