/** Where the real VS Code lives that tests and the demo use, and which one it is. */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { pinnedNode } from "../house/installDependencies.mjs";

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

/** code-server is VS Code's own server and workbench, packed for npm; 4.139.1 carries VS Code 1.139.1. */
export const codeServerVersion = "4.139.1";

/** POSLENS_VSCODE_CACHE moves the cache, for instance to try a set-up from nothing. */
export const cacheFolder =
  process.env.POSLENS_VSCODE_CACHE ?? join(projectRoot, "node_modules", ".cache", "poslens-vscode");

export const codeServerFolder = join(cacheFolder, "code");

/** The script that starts the server, or installs an extension. */
export const codeServerEntry = join(codeServerFolder, "node_modules/code-server/out/node/entry.js");

/** Where Playwright puts its own browser when the machine has none. */
export const browsersFolder = join(cacheFolder, "browsers");

/** code-server runs on Node 24 and on nothing else, whatever Node runs this script. */
export const serverNode = pinnedNode(projectRoot);
