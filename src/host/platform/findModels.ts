import * as vscode from "vscode";

import { FormatError } from "../../core/errors.ts";
import { readSettings } from "./configuration.ts";
import type { ModelEntry } from "./modelEntry.ts";
import type { Platform } from "./platform.ts";
import { readText } from "./readText.ts";
import { namesAModel } from "./namesAModel.ts";
import { filesAt } from "./vscodeFiles.ts";
import { folderUriOf, pathOf } from "./uris.ts";

/** A workspace with more `config.json` than this is no list to look at; the log says that it was cut. */
const mostConfigs = 2_000;
const mostBytes = 8 * 1024 * 1024;
const readTogether = 16;

/** Model folders of the workspace: every `config.json` that names a model. Reads no other file. */
export async function findModels(
  platform: Platform,
  token: vscode.CancellationToken,
): Promise<readonly ModelEntry[]> {
  const globs = readSettings()["models.exclude"];
  const exclude = globs.length === 0 ? undefined : `{${globs.join(",")}}`;
  const found = await vscode.workspace.findFiles("**/config.json", exclude, mostConfigs, token);
  if (found.length === mostConfigs) {
    platform.log.warn(
      `The Models view looked at the first ${mostConfigs} files named config.json.`,
    );
  }
  const models: ModelEntry[] = [];
  for (
    let start = 0;
    start < found.length && !token.isCancellationRequested;
    start += readTogether
  ) {
    const batch = found.slice(start, start + readTogether);
    const isModel = await Promise.all(batch.map((uri) => readsAsModel(uri, platform)));
    models.push(
      ...batch
        .filter((_, index) => isModel[index])
        .map((uri) => platform.models.entry(folderUriOf(uri))),
    );
  }
  return models.sort((a, b) => a.path.localeCompare(b.path, "en"));
}

async function readsAsModel(config: vscode.Uri, platform: Platform): Promise<boolean> {
  const folder = folderUriOf(config);
  try {
    const limits = { name: "config.json", limitBytes: mostBytes };
    return namesAModel(await readText(filesAt(folder), pathOf(folder), limits));
  } catch (error) {
    if (!(error instanceof FormatError)) {
      throw error;
    }
    platform.log.info(`${config.path} is passed over: ${error.message}`);
    return false;
  }
}
