import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Platform } from "../../platform/platform.ts";
import { viewIds } from "../../platform/viewIds.ts";
import { HeatmapView } from "./heatmapView.ts";

/** The Heat map view of the side panel. */
export function registerHeatmap(platform: Platform): Disposable {
  const owned = new DisposableStore();
  const view = owned.add(new HeatmapView(platform));
  owned.add(vscode.window.registerWebviewViewProvider(viewIds.heatmap, view));
  return owned;
}
