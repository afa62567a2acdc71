import type * as vscode from "vscode";

import { FormatError } from "../../core/errors.ts";
import type { ModelFolder } from "../../core/workspace/modelFolder.ts";
import type { ModelEntry } from "./modelEntry.ts";
import type { ModelStore } from "./modelStore.ts";
import { namesAModel } from "./namesAModel.ts";
import { nameOfUri } from "./uris.ts";

/** Documents that lenses, hovers and findings look at. JSON with comments too: people open configs as they like. */
export const modelDocumentSelector: vscode.DocumentSelector = [
  { language: "json", pattern: "**/{config,generation_config}.json" },
  { language: "jsonc", pattern: "**/{config,generation_config}.json" },
];

/** Schemes of documents that show another state of a file, or no file at all. */
const schemesWithoutFolder = new Set(["git", "untitled", "output", "vscode-userdata"]);

/** Whether a document may be a model's config, by name and by a cheap look at its text. */
export function isModelConfig(document: vscode.TextDocument): boolean {
  return (
    nameOfUri(document.uri) === "config.json" &&
    !schemesWithoutFolder.has(document.uri.scheme) &&
    namesAModel(document.getText())
  );
}

/** A document that lies beside a model's config: the config itself, or the generation config. */
export function isModelDocument(document: vscode.TextDocument): boolean {
  return (
    isModelConfig(document) ||
    (nameOfUri(document.uri) === "generation_config.json" &&
      !schemesWithoutFolder.has(document.uri.scheme))
  );
}

/** The model that a document describes, with the text on the screen; `undefined` where there is none. */
export async function readModelOfDocument(
  document: vscode.TextDocument,
  models: ModelStore,
): Promise<DocumentModel | undefined> {
  if (!isModelDocument(document)) {
    return undefined;
  }
  const entry = models.entryOfFile(document.uri);
  try {
    const folder = (await entry.folder()).value;
    return { entry, folder };
  } catch (error) {
    // A document of a file system that cannot list folders has no model beside it.
    if (error instanceof FormatError) {
      return undefined;
    }
    throw error;
  }
}

export interface DocumentModel {
  readonly entry: ModelEntry;
  readonly folder: ModelFolder;
}
