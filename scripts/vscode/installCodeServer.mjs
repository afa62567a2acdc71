import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { runTool } from "../house/runTool.mjs";
import { codeServerFolder, codeServerVersion } from "./places.mjs";

const shim = fileURLToPath(new URL("spdlogShim.cjs", import.meta.url));
/** Written last, so that a broken installation is never taken for a whole one. */
const stampFile = join(codeServerFolder, "installed.txt");

/**
 * Installs code-server from npm unless this very version is there.
 * Its install scripts are left out: they need a compiler, Node 24 and downloads from elsewhere, all
 * for native modules that nothing here uses, except the one that `spdlogShim.cjs` stands in for.
 * @returns {Promise<"installed" | "found">}
 * @throws Error with npm's last lines.
 */
export async function installCodeServer() {
  const stamp = `${codeServerVersion} ${createHash("sha256").update(readFileSync(shim)).digest("hex")}`;
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return "found";
  rmSync(codeServerFolder, { recursive: true, force: true });
  mkdirSync(codeServerFolder, { recursive: true });
  // With a manifest of its own npm takes this folder for a project, and not the one around it.
  writeFileSync(join(codeServerFolder, "package.json"), '{ "private": true }\n');
  await npmInstall(codeServerFolder, ["--no-save", `code-server@${codeServerVersion}`]);
  const server = join(codeServerFolder, "node_modules/code-server/lib/vscode");
  await npmInstall(server, ["--omit=dev"]);
  await npmInstall(join(server, "extensions"), ["--omit=dev"]);
  copyFileSync(shim, join(server, "node_modules/@vscode/spdlog/index.js"));
  writeFileSync(stampFile, stamp);
  return "installed";
}

async function npmInstall(cwd, args) {
  const quiet = ["--no-fund", "--no-audit", "--no-update-notifier", "--loglevel=error"];
  const command = ["npm", "install", "--prefix", cwd, "--ignore-scripts", ...quiet, ...args];
  const { code, output } = await runTool(command, { quiet: true });
  if (code !== 0) {
    const tail = output.trimEnd().split("\n").slice(-15).join("\n");
    throw new Error(`npm install of code-server failed in ${cwd} (exit ${code}):\n${tail}`);
  }
}
