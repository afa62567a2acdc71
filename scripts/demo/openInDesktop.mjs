import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runTool } from "../house/runTool.mjs";
import { projectRoot } from "../vscode/places.mjs";
import { demoWorkspace, openerFolder } from "./demoPlace.mjs";

/** @returns {string | undefined} the command `code` of a desktop VS Code, when it is on the PATH */
export function findDesktopCode() {
  const names = process.platform === "win32" ? ["code.cmd", "code.exe"] : ["code"];
  return (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** Opens a new window of the user's own VS Code, which runs Poslens from this folder. */
export async function openInDesktop(executable) {
  const extensions = [projectRoot, openerFolder].map((f) => `--extensionDevelopmentPath=${f}`);
  const { code } = await runTool([executable, "--new-window", ...extensions, demoWorkspace()]);
  if (code !== 0) throw new Error(`${executable} ended with exit ${code}`);
  console.log(`The demo is open in VS Code (${executable}).`);
}
