import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Load } from "../../platform/load.ts";
import type { Platform } from "../../platform/platform.ts";
import { viewIds } from "../../platform/viewIds.ts";
import type * as heatmap from "./heatmapView.ts";

/** The Heat map view of the side panel. */
export function registerHeatmap(platform: Platform, load: Load<typeof heatmap>): Disposable {
  const owned = new DisposableStore();
  let view: heatmap.HeatmapView | undefined;
  owned.add(
    vscode.window.registerWebviewViewProvider(viewIds.heatmap, {
      async resolveWebviewView(shown) {
        const { HeatmapView } = await load();
        if (!owned.isDisposed) {
          view ??= owned.add(new HeatmapView(platform));
          view.resolveWebviewView(shown);
        }
      },
    }),
  );
  return owned;
}
