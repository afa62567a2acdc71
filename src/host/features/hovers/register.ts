import * as vscode from "vscode";

import { readSettings } from "../../platform/configuration.ts";
import type { Load } from "../../platform/load.ts";
import { isModelConfig, modelDocumentSelector } from "../../platform/modelDocuments.ts";
import type { Platform } from "../../platform/platform.ts";
import type * as hovers from "./provideHover.ts";

/** What a position key does to *this* model, on the key or its value and nowhere else. */
export function registerHovers(platform: Platform, load: Load<typeof hovers>): vscode.Disposable {
  return vscode.languages.registerHoverProvider(modelDocumentSelector, {
    async provideHover(document, position) {
      const settings = readSettings(document.uri);
      return settings.enable && settings.hovers && isModelConfig(document)
        ? (await load()).provideHover(document, position, platform)
        : undefined;
    },
  });
}
