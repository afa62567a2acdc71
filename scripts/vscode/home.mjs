import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { followFolder } from "./leftovers.mjs";

/** What of an extension's folder ships: the same as .vscodeignore names, as whole folders. */
const shippedPaths = [
  "package.json",
  "package.nls.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "dist",
  "docs",
  "media",
];

/**
 * A folder in which one VS Code keeps everything that it writes, its extensions included.
 * @param {string} [folder]  kept for ever; without it a fresh one, which ends with this process.
 */
export function createHome(folder) {
  const root = folder ?? mkdtempSync(join(tmpdir(), "pl-"));
  if (folder === undefined) followFolder(root);
  const home = { root, data: join(root, "data"), extensions: join(root, "extensions") };
  for (const path of [...settingsFolders(home), home.extensions])
    mkdirSync(path, { recursive: true });
  return home;
}

/**
 * Sets the user's settings; must be called before the server starts. They are written twice, because
 * a window on a server reads those of the scope "machine" from the server's own file.
 */
export function writeSettings(home, settings) {
  for (const folder of settingsFolders(home)) {
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings, undefined, 2));
  }
}

/** Whether the user, or an earlier run, has settings in this home. */
export function hasSettings(home) {
  return settingsFolders(home).some((folder) => existsSync(join(folder, "settings.json")));
}

/**
 * Puts a built extension where an installed one lies, so that VS Code's title says nothing of a
 * development host. Must be called before the server starts.
 * @param folder  with package.json, dist/ and media/
 * @param paths  what of it is copied
 */
export function installExtensionFolder(home, folder, paths = shippedPaths) {
  const { publisher, name, version } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const target = join(home.extensions, `${publisher}.${name}-${version}`);
  rmSync(target, { recursive: true, force: true });
  for (const path of paths.filter((shipped) => existsSync(join(folder, shipped)))) {
    cpSync(join(folder, path), join(target, path), { recursive: true });
  }
  // VS Code looks through the folder itself only while its own list of extensions is missing.
  rmSync(join(home.extensions, "extensions.json"), { force: true });
}

/** Copies a workspace into the home, so that nothing that is typed there reaches the original. */
export function copyWorkspace(home, folder) {
  const target = join(home.root, "workspace", basename(folder));
  cpSync(folder, target, { recursive: true });
  return target;
}

function settingsFolders({ data }) {
  return [join(data, "User"), join(data, "Machine")];
}
