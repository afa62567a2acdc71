import * as vscode from "vscode";

import { onDidChangeSettings, readSettings } from "../../platform/configuration.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import type { Load } from "../../platform/load.ts";
import { isModelConfig, modelDocumentSelector } from "../../platform/modelDocuments.ts";
import type { Platform } from "../../platform/platform.ts";
import type * as lenses from "./provideLenses.ts";

/** One line above a model's config: its scheme and lengths, and what to do with it. */
export function registerLens(platform: Platform, load: Load<typeof lenses>): Disposable {
  const owned = new DisposableStore();
  const didChange = owned.add(new vscode.EventEmitter<void>());
  // A lens that is asked for again moves the text under the pointer, so nothing else of ours may cause it.
  owned.add(onDidChangeSettings(["enable", "codeLens"], () => didChange.fire()));
  owned.add(
    vscode.languages.registerCodeLensProvider(modelDocumentSelector, {
      onDidChangeCodeLenses: didChange.event,
      async provideCodeLenses(document) {
        const { enable, codeLens } = readSettings(document.uri);
        return enable && codeLens && isModelConfig(document)
          ? (await load()).provideLenses(document, platform)
          : [];
      },
    }),
  );
  return owned;
}
