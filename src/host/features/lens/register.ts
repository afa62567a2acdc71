import * as vscode from "vscode";

import { lensTitle } from "../../../core/documents/lensLine.ts";
import { onDidChangeSettings, readSettings } from "../../platform/configuration.ts";
import { DisposableStore, type Disposable } from "../../platform/disposableStore.ts";
import {
  isModelConfig,
  modelDocumentSelector,
  readModelOfDocument,
} from "../../platform/modelDocuments.ts";
import type { Platform } from "../../platform/platform.ts";

/** One line above a model's config: its scheme and lengths, and what to do with it. */
export function registerLens(platform: Platform): Disposable {
  const owned = new DisposableStore();
  const didChange = owned.add(new vscode.EventEmitter<void>());
  owned.add(onDidChangeSettings(() => didChange.fire()));
  owned.add(
    vscode.languages.registerCodeLensProvider(modelDocumentSelector, {
      onDidChangeCodeLenses: didChange.event,
      provideCodeLenses: (document) => provideLenses(document, platform),
    }),
  );
  return owned;
}

async function provideLenses(
  document: vscode.TextDocument,
  platform: Platform,
): Promise<vscode.CodeLens[]> {
  const settings = readSettings(document.uri);
  if (!settings.enable || !settings.codeLens || !isModelConfig(document)) {
    return [];
  }
  const model = await readModelOfDocument(document, platform.models);
  const reading = model?.folder.config;
  if (model === undefined || reading === undefined) {
    return [];
  }
  const target = [model.entry.uri];
  const firstLine = new vscode.Range(0, 0, 0, 0);
  return [
    // VS Code draws a lens without a command as plain text.
    { title: lensTitle(reading), command: "" },
    { title: "Inspect", command: "poslens.inspect", arguments: target },
    { title: "Vectors", command: "poslens.showVectors", arguments: target },
    { title: "Attention", command: "poslens.showAttention", arguments: target },
  ].map((command) => new vscode.CodeLens(firstLine, command));
}
