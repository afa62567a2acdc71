import * as vscode from "vscode";

import type { Platform } from "../../platform/platform.ts";
import { withCancel } from "./exportView.ts";
import type { InspectorPanels } from "./inspectorPanels.ts";
import { demoFolder } from "./openDemo.ts";

/** Compares the backend in use with a reference, in an open Inspector or in that of the demo model. */
export async function selfCheck(panels: InspectorPanels, platform: Platform): Promise<void> {
  const inspector = panels.current ?? panels.show(platform.models.entry(demoFolder(platform)));
  inspector.reveal();
  const { passed, lines } = await withCancel("Poslens: self-check", (signal) =>
    inspector.selfCheck(signal),
  );
  for (const line of lines) {
    platform.log.info(`self-check: ${line}`);
  }
  const show = passed ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const outcome = passed ? "Self-check passed." : "Self-check failed; the log says where.";
  void show(`Poslens: ${outcome}`, "Show Log").then((answer) => {
    if (answer !== undefined) {
      platform.log.show();
    }
  });
}
