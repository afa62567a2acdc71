/** Python packages of one peer, in a virtual environment of the benchmark's own below `node_modules/.cache`. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the benchmark keeps what it installs and makes. */
export const benchFolder = join("node_modules", ".cache", "bench");

/** The interpreter of that environment, there once `installVenv` gave no reason against it. */
export function venvPython(name) {
  const inside = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  return join(benchFolder, name, inside);
}

/**
 * Installs the packages once.
 * @param {string} name  of the environment, a folder
 * @param {readonly string[]} packages  with their versions; other ones than last time are installed anew
 * @returns {string | undefined} why there is no such peer on this machine, or nothing when there is one
 */
export function installVenv(name, packages) {
  const folder = join(benchFolder, name);
  const stamp = join(folder, `installed-${packages.join("-").replaceAll(/[^\w.-]/g, "")}`);
  if (existsSync(stamp)) return undefined;
  mkdirSync(benchFolder, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  console.log(`installing a peer: ${packages.join(", ")}`);
  const commands = [
    ["python3", ["-m", "venv", folder]],
    [venvPython(name), ["-m", "pip", "install", "--quiet", ...packages]],
  ];
  for (const [command, args] of commands) {
    const { status, error } = spawnSync(command, args, { stdio: "inherit", timeout: 900_000 });
    if (status !== 0) return error?.message ?? `${command} ended with ${status}`;
  }
  writeFileSync(stamp, "");
  return undefined;
}
