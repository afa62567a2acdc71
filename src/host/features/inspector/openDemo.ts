import * as vscode from "vscode";

import type { Platform } from "../../platform/platform.ts";
import type { InspectorPanels } from "./inspectorPanels.ts";

/** A small language model that was really trained, shipped with the extension. */
export function demoFolder({ extensionUri }: Platform): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "media", "demo", "rope");
}

/** The demo's config with its lens, and its Inspector beside it. */
export async function openDemo(panels: InspectorPanels, platform: Platform): Promise<void> {
  const folder = demoFolder(platform);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, "config.json"), {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
  });
  panels.show(platform.models.entry(folder), vscode.ViewColumn.Beside).showTab("attention");
}
