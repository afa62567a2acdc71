import * as vscode from "vscode";

import type { TabId } from "../../../protocol/contract.ts";
import type { CommandId } from "../../platform/commandIds.ts";
import { registerCommand } from "../../platform/commands.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Load } from "../../platform/load.ts";
import { Once } from "../../platform/once.ts";
import type { Platform } from "../../platform/platform.ts";
import { viewIds } from "../../platform/viewIds.ts";
import { followActiveEditor } from "./activeModel.ts";
import { createCheckpointEditors } from "./checkpointEditors.ts";
import type * as inspector from "./inspector.ts";

/** Commands that open the Inspector on a tab; `poslens.inspect` leaves the tab as it was. */
const openers: readonly { readonly id: CommandId; readonly tab: TabId | undefined }[] = [
  { id: "poslens.inspect", tab: undefined },
  { id: "poslens.showVectors", tab: "vectors" },
  { id: "poslens.showAttention", tab: "attention" },
  { id: "poslens.showExtrapolation", tab: "extrapolation" },
  { id: "poslens.showFrequencies", tab: "frequencies" },
  { id: "poslens.showTensors", tab: "tensors" },
];

/** The Inspector: an editor tab per model, and the commands around it. */
export function registerInspector(platform: Platform, load: Load<typeof inspector>): Disposable {
  const owned = new DisposableStore();
  const { log } = platform;
  const made = new Once<inspector.Inspector>();
  const get = (): Promise<inspector.Inspector> =>
    made.get(async () => new (await load()).Inspector(platform));
  owned.add({ dispose: () => made.drop((one) => one.dispose()) });
  owned.add(followActiveEditor(platform));
  for (const { id, tab } of openers) {
    owned.add(registerCommand(id, log, async (argument) => (await get()).open(argument, tab)));
  }
  owned.add(
    registerCommand("poslens.exportView", log, async (argument) =>
      (await get()).exportView(argument),
    ),
  );
  owned.add(registerCommand("poslens.openDemo", log, async () => (await get()).openDemo()));
  owned.add(registerCommand("poslens.selfCheck", log, async () => (await get()).selfCheck()));
  owned.add(registerCommand("poslens.showLog", log, () => log.show()));
  owned.add(
    vscode.window.registerWebviewPanelSerializer(viewIds.inspector, {
      async deserializeWebviewPanel(panel) {
        (await get()).restore(panel);
      },
    }),
  );
  for (const viewType of [viewIds.checkpoint, viewIds.otherCheckpoint]) {
    const editors = createCheckpointEditors(get, log);
    owned.add(vscode.window.registerCustomEditorProvider(viewType, editors));
  }
  return owned;
}
