import * as vscode from "vscode";

import { explainKey } from "../../../core/documents/explainKey.ts";
import { readSettings } from "../../platform/configuration.ts";
import {
  isModelConfig,
  modelDocumentSelector,
  readModelOfDocument,
} from "../../platform/modelDocuments.ts";
import type { Platform } from "../../platform/platform.ts";
import { toHover } from "./toHover.ts";

/** What a position key does to *this* model, on the key or its value and nowhere else. */
export function registerHovers(platform: Platform): vscode.Disposable {
  return vscode.languages.registerHoverProvider(modelDocumentSelector, {
    provideHover: (document, position) => provideHover(document, position, platform),
  });
}

async function provideHover(
  document: vscode.TextDocument,
  position: vscode.Position,
  platform: Platform,
): Promise<vscode.Hover | undefined> {
  const settings = readSettings(document.uri);
  if (!settings.enable || !settings.hovers || !isModelConfig(document)) {
    return undefined;
  }
  const model = await readModelOfDocument(document, platform.models);
  const reading = model?.folder.config;
  // An edit while the folder was read moves offsets: VS Code asks again.
  if (reading?.text !== document.getText()) {
    return undefined;
  }
  const help = explainKey(reading, document.offsetAt(position));
  return help && toHover(help, reading, document);
}
