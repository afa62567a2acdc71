import * as vscode from "vscode";

import { type RuleSetting, type Settings, toSettings } from "./settings.ts";

/** The settings as they are for this file right now. Cheap: VS Code keeps them in memory. */
export function readSettings(scope?: vscode.Uri): Settings {
  const configuration = vscode.workspace.getConfiguration("poslens", scope ?? null);
  return toSettings((key) => configuration.get(key));
}

/** Fires when one of these settings of ours may have another value. */
export function onDidChangeSettings(
  keys: readonly (keyof Settings)[],
  listener: () => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (keys.some((key) => change.affectsConfiguration(`poslens.${key}`))) {
      listener();
    }
  });
}

/** Adds one rule to `poslens.rules`: in the workspace where there is one, else for the user. */
export async function writeRuleSetting(rule: string, setting: RuleSetting): Promise<void> {
  const configuration = vscode.workspace.getConfiguration("poslens");
  const isInWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const found = configuration.inspect<Record<string, unknown>>("rules");
  const before = isInWorkspace ? found?.workspaceValue : found?.globalValue;
  const target = isInWorkspace
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await configuration.update("rules", { ...before, [rule]: setting }, target);
}
