/**
 * The door of every npm script: `node scripts/start.mjs <module> [arguments]`.
 *
 * It runs on a bare Node 20 of a fresh clone, so it may import nothing but Node itself.
 * It installs what the lock file names when that is not there yet, then hands over to the pinned
 * Node (npm package `node`), because vitest, vsce and others need a newer one than the user may have.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join, resolve } from "node:path";
import { installDependencies, pinnedNode } from "./house/installDependencies.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [target, ...rest] = process.argv.slice(2);
const module = target === undefined ? undefined : resolve(root, target);
if (module === undefined || !existsSync(module)) {
  console.error(
    `Nothing to start: ${target ?? "no module was named"}. See "scripts" in package.json.`,
  );
  process.exit(2);
}

try {
  installDependencies(root);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

const bin = join(root, "node_modules", ".bin");
const separator = process.platform === "win32" ? ";" : ":";
// Sources are TypeScript modules; package.json cannot say so, since VS Code loads the extension as CommonJS.
const quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";
const child = spawn(pinnedNode(root), [quiet, module, ...rest], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${bin}${separator}${process.env.PATH ?? ""}` },
});
// Ctrl-C reaches the child by itself; this process only has to outlive it and to pass on the rest.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT") child.kill(signal);
  });
}
child.on("error", (error) => {
  console.error(`The pinned Node could not be started: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  process.exit(code ?? (signal === "SIGINT" ? 130 : 143));
});
