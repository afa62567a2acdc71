import * as vscode from "vscode";

import { lensTitle } from "../../../core/documents/lensLine.ts";
import { readModelOfDocument } from "../../platform/modelOfDocument.ts";
import type { Platform } from "../../platform/platform.ts";

/** The line above a model's config; none where the folder cannot be read. */
export async function provideLenses(
  document: vscode.TextDocument,
  platform: Platform,
): Promise<vscode.CodeLens[]> {
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
