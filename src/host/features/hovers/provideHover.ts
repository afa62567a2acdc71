import type * as vscode from "vscode";

import { explainKey } from "../../../core/documents/explainKey.ts";
import { readModelOfDocument } from "../../platform/modelOfDocument.ts";
import type { Platform } from "../../platform/platform.ts";
import { toHover } from "./toHover.ts";

/** What the key under the position does to this model; nothing beside the keys that are explained. */
export async function provideHover(
  document: vscode.TextDocument,
  position: vscode.Position,
  platform: Platform,
): Promise<vscode.Hover | undefined> {
  const model = await readModelOfDocument(document, platform.models);
  const reading = model?.folder.config;
  // An edit while the folder was read moves offsets: VS Code asks again.
  if (reading?.text !== document.getText()) {
    return undefined;
  }
  const help = explainKey(reading, document.offsetAt(position));
  return help && toHover(help, reading, document);
}
