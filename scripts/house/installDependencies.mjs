/** Brings node_modules in step with the lock file. Imports Node only: it runs before anything is installed. */
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const oldestNode = 20;

/**
 * Installs when node_modules is missing or was made from another lock file; otherwise does nothing.
 * A tree that is only out of date is updated in place, because `npm ci` would also delete
 * node_modules/.cache, where VS Code builds and browsers lie.
 * @throws Error with one sentence when Node is too old or npm fails.
 */
export function installDependencies(root) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < oldestNode) {
    throw new Error(`Node ${process.versions.node} is too old: ${oldestNode} or newer is needed.`);
  }
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const stamp = join(root, "node_modules", ".cache", "poslens", "lock.sha256");
  const wanted = createHash("sha256").update(lock).digest("hex");
  const found = existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined;
  if (found !== wanted && !matchesInstalledTree(root, lock)) {
    const fresh = !existsSync(join(root, "node_modules", ".package-lock.json"));
    runNpm(root, fresh ? ["ci"] : ["install", "--no-save"]);
  }
  if (!existsSync(pinnedNode(root))) fetchPinnedNode(root);
  if (found !== wanted) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

/** Path of the pinned Node's executable; it exists after installDependencies. */
export function pinnedNode(root) {
  const name = process.platform === "win32" ? "node.exe" : "node";
  return join(root, "node_modules", "node", "bin", name);
}

/** True when each package that npm noted as installed has the version that the lock file wants. */
function matchesInstalledTree(root, lock) {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([path, { version, optional, peer, os, cpu }]) =>
      path === "" ||
      present[path]?.version === version ||
      (present[path] === undefined && (optional || peer || os || cpu)),
  );
}

/** The package `node` gets its binary by an install script, which `ignore-scripts` leaves out. */
function fetchPinnedNode(root) {
  const cwd = join(root, "node_modules", "node");
  spawnSync(process.execPath, ["installArchSpecificPackage.js"], { cwd, stdio: "inherit" });
  if (!existsSync(pinnedNode(root))) {
    throw new Error(
      "The pinned Node is missing: npm ran with ignore-scripts and its binary could not be fetched; run `npm rebuild node`.",
    );
  }
}

function runNpm(root, args) {
  console.error(`Installing dependencies: npm ${args.join(" ")}`);
  const shell = process.platform === "win32";
  // npm warns of every tool that wants a newer Node, which is why the pinned one runs them.
  const quiet = [...args, "--loglevel=error"];
  // Output of npm goes to stderr, so that a script's own stdout stays machine readable.
  const { status, error } = spawnSync("npm", quiet, { cwd: root, stdio: ["ignore", 2, 2], shell });
  if (status !== 0) {
    throw new Error(
      `npm ${args[0]} failed (${error?.message ?? `exit ${String(status)}`}); its output stands above.`,
    );
  }
}
