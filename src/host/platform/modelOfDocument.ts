import type * as vscode from "vscode";

import { FormatError } from "../../core/errors.ts";
import type { ModelFolder } from "../../core/workspace/modelFolder.ts";
import { isModelDocument } from "./modelDocuments.ts";
import type { ModelEntry } from "./modelEntry.ts";
import type { ModelStore } from "./modelStore.ts";

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

interface DocumentModel {
  readonly entry: ModelEntry;
  readonly folder: ModelFolder;
}
