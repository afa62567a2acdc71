import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runTool } from "../house/runTool.mjs";
import { chromium, playwrightCli } from "./playwright.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * @returns {string | undefined} the browser's executable: POSLENS_BROWSER, or one on the PATH, or
 *   the one that Playwright has put into our cache.
 */
export function findBrowser() {
  const named = process.env.POSLENS_BROWSER;
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, chromium.executablePath()].find((file) => existsSync(file));
}

/**
 * Finds a browser, or installs one: Debian's when we may, Playwright's otherwise.
 * @returns {Promise<{ executable: string, how: string }>}
 * @throws Error with one sentence that says what to do.
 */
export async function installBrowser() {
  const present = findBrowser();
  if (present !== undefined) return { executable: present, how: "found" };
  for (const { how, install } of [
    { how: "installed by apt-get", install: installFromDebian },
    { how: "downloaded by Playwright", install: installFromPlaywright },
  ]) {
    await install();
    const executable = findBrowser();
    if (executable !== undefined) return { executable, how };
  }
  throw new Error(
    "no Chromium was found or could be installed: install chromium or Google Chrome, or name its executable in POSLENS_BROWSER",
  );
}

async function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const quiet = { quiet: true, env, timeoutMs: 300_000 };
  // Package lists that cannot be renewed may still be good enough.
  await runTool(["apt-get", "update", "-qq"], quiet);
  const packages = ["chromium", "fonts-dejavu-core"];
  await runTool(["apt-get", "install", "-y", "--no-install-recommends", ...packages], quiet);
}

async function installFromPlaywright() {
  const command = ["node", playwrightCli, "install", "chromium"];
  await runTool(command, { quiet: true, timeoutMs: 300_000 });
}
