import type { TabId } from "../../../protocol/contract.ts";
import type { CommandId } from "../../platform/commandIds.ts";
import { registerCommand } from "../../platform/commands.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Platform } from "../../platform/platform.ts";
import { followActiveEditor } from "./activeModel.ts";
import { chooseModel } from "./chooseModel.ts";
import { exportView } from "./exportView.ts";
import { InspectorPanels } from "./inspectorPanels.ts";
import { openDemo } from "./openDemo.ts";
import { selectedPrompt } from "./selectedPrompt.ts";
import { selfCheck } from "./selfCheck.ts";

/** Commands that open the Inspector on a tab; `poslens.inspect` leaves the tab as it was. */
const openers: readonly { readonly id: CommandId; readonly tab: TabId | undefined }[] = [
  { id: "poslens.inspect", tab: undefined },
  { id: "poslens.showVectors", tab: "vectors" },
  { id: "poslens.showAttention", tab: "attention" },
  { id: "poslens.showTensors", tab: "tensors" },
];

/** The Inspector: an editor tab per model, and the commands around it. */
export function registerInspector(platform: Platform): Disposable {
  const owned = new DisposableStore();
  const { log } = platform;
  const panels = owned.add(new InspectorPanels(platform));
  owned.add(followActiveEditor(platform));
  for (const { id, tab } of openers) {
    owned.add(registerCommand(id, log, (argument) => open({ argument, tab }, panels, platform)));
  }
  owned.add(
    registerCommand("poslens.exportView", log, (argument) =>
      exportView(argument, panels, platform),
    ),
  );
  owned.add(registerCommand("poslens.openDemo", log, () => openDemo(panels, platform)));
  owned.add(registerCommand("poslens.selfCheck", log, () => selfCheck(panels, platform)));
  owned.add(registerCommand("poslens.showLog", log, () => log.show()));
  return owned;
}

async function open(
  { argument, tab }: { readonly argument: unknown; readonly tab: TabId | undefined },
  panels: InspectorPanels,
  platform: Platform,
): Promise<void> {
  // Before anything is awaited: a picker takes the focus and with it the active editor.
  const prompt = selectedPrompt();
  const model = await chooseModel(argument, platform, tab === undefined ? "ask" : "active");
  if (model === undefined) {
    return;
  }
  const inspector = panels.show(model);
  if (tab !== undefined) {
    inspector.showTab(tab);
  }
  if (prompt !== undefined) {
    inspector.setPrompt(prompt);
  }
}
