import * as vscode from "vscode";

import { RefusedError } from "../../platform/errors.ts";
import { findModels } from "../../platform/findModels.ts";
import { isModelDocument } from "../../platform/modelDocuments.ts";
import type { ModelEntry } from "../../platform/modelEntry.ts";
import type { Platform } from "../../platform/platform.ts";
import { pathOf } from "../../platform/uris.ts";

/** Which model a command means. @throws RefusedError `no-model` for a folder that has none. */
export async function chooseModel(
  argument: unknown,
  platform: Platform,
  otherwise: "active" | "ask",
): Promise<ModelEntry | undefined> {
  const named = namedModel(argument, platform) ?? activeDocumentModel(platform);
  if (named !== undefined) {
    return requireModel(await named);
  }
  if (otherwise === "active" && platform.hub.active !== undefined) {
    return platform.hub.active;
  }
  return askForModel(platform);
}

/**
 * Menus and lenses pass a Uri or a node of the Models view. The editor's menu passes the Uri of any file that is
 * open there: with a selection to be looked at, that is the source of the prompt and not the model.
 */
function namedModel(argument: unknown, platform: Platform): Promise<ModelEntry> | undefined {
  if (argument instanceof vscode.Uri) {
    const active = vscode.window.activeTextEditor;
    const isPromptSource =
      active?.document.uri.toString() === argument.toString() && !isModelDocument(active.document);
    return isPromptSource ? undefined : modelAt(argument, platform);
  }
  if (typeof argument === "object" && argument !== null && "entry" in argument) {
    const { entry } = argument as { readonly entry: { readonly uri: unknown } };
    return entry.uri instanceof vscode.Uri ? modelAt(entry.uri, platform) : undefined;
  }
  return undefined;
}

function activeDocumentModel(platform: Platform): Promise<ModelEntry> | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isModelDocument(document)
    ? modelAt(document.uri, platform)
    : undefined;
}

/** The model of a folder, or the one that a file belongs to. */
async function modelAt(uri: vscode.Uri, platform: Platform): Promise<ModelEntry> {
  const file = platform.models.entryOfFile(uri);
  const stat = await file.files.stat(pathOf(uri));
  if (stat?.kind === "folder") {
    return platform.models.entry(uri);
  }
  return stat === undefined ? file : platform.models.entryOfCheckpoint(uri);
}

async function requireModel(model: ModelEntry): Promise<ModelEntry> {
  const { files, config } = (await model.folder()).value;
  if (config === undefined && files.checkpoints.length === 0) {
    throw new RefusedError(
      "no-model",
      `${model.path} has no model: neither a config.json that names one (model_type, architectures) nor a checkpoint.`,
    );
  }
  return model;
}

type Choice = vscode.QuickPickItem & { readonly pick: () => Promise<ModelEntry | undefined> };

async function askForModel(platform: Platform): Promise<ModelEntry | undefined> {
  const search = new vscode.CancellationTokenSource();
  try {
    const chosen = await vscode.window.showQuickPick(listChoices(platform, search.token), {
      title: "Inspect Model",
      placeHolder: "A model of this workspace, or any other",
      matchOnDescription: true,
    });
    return await chosen?.pick();
  } finally {
    search.cancel();
    search.dispose();
  }
}

async function listChoices(
  platform: Platform,
  token: vscode.CancellationToken,
): Promise<readonly Choice[]> {
  const models = await findModels(platform, token);
  return [
    ...models.map(toChoice),
    toBrowse("Choose a model folder…", "folder", platform),
    toBrowse("Choose a file of a model…", "file", platform),
  ];
}

function toChoice(model: ModelEntry): Choice {
  return {
    label: model.label,
    description: vscode.workspace.asRelativePath(model.uri),
    iconPath: new vscode.ThemeIcon("symbol-namespace"),
    pick: async () => model,
  };
}

function toBrowse(label: string, kind: "folder" | "file", platform: Platform): Choice {
  return {
    label,
    iconPath: new vscode.ThemeIcon(kind === "folder" ? "folder-opened" : "go-to-file"),
    pick: async () => {
      const [uri] =
        (await vscode.window.showOpenDialog({
          canSelectFiles: kind === "file",
          canSelectFolders: kind === "folder",
          openLabel: "Inspect",
          title: label,
        })) ?? [];
      return uri === undefined ? undefined : requireModel(await modelAt(uri, platform));
    },
  };
}
