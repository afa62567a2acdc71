import { cpSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { createHome, hasSettings, installExtensionFolder, writeSettings } from "../vscode/home.mjs";
import { projectRoot } from "../vscode/places.mjs";
import { quietSettings } from "../vscode/quietSettings.mjs";
import { themeNamed } from "../vscode/themes.mjs";

export const openerFolder = fileURLToPath(new URL("opener", import.meta.url));

/**
 * A copy of the demo models to play with. It is kept from one run to the next, and nothing that is
 * typed there reaches the repository.
 */
export function demoWorkspace() {
  const workspace = join(projectRoot, "out", "demo", "workspace", "demo");
  const source = join(projectRoot, "media", "demo");
  if (!existsSync(workspace)) cpSync(source, workspace, { recursive: true });
  return workspace;
}

/**
 * A VS Code of its own for the demo, with Poslens installed as a user would have it.
 * @param {{ folder?: string, theme: string }} options  `folder` is kept; without it the home is gone
 *   with this process
 */
export function createDemoHome({ folder, theme }) {
  const home = createHome(folder);
  installExtensionFolder(home, projectRoot);
  installExtensionFolder(home, openerFolder, ["package.json", "opener.cjs"]);
  const settings = { ...quietSettings, "workbench.colorTheme": themeNamed(theme).name };
  if (!hasSettings(home)) writeSettings(home, settings);
  return home;
}
