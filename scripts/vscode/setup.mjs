/**
 * `node scripts/vscode/setup.mjs`: brings the real VS Code and a browser onto this machine, from npm
 * alone (and Debian or Playwright for the browser). Does nothing where both are there.
 */
import { join } from "node:path";
import { installBrowser } from "./findBrowser.mjs";
import { installCodeServer } from "./installCodeServer.mjs";
import { cacheFolder, codeServerVersion } from "./places.mjs";
import { withLock } from "./setupLock.mjs";

/**
 * @param {{ browser?: "needed" | "of the user" }} [options]  the demo is looked at in the user's own
 * @throws Error with one sentence when a part cannot be had.
 */
export async function setUpVsCode({ browser = "needed" } = {}) {
  await withLock(join(cacheFolder, "setup.lock"), async () => {
    await step(`VS Code of code-server ${codeServerVersion}`, installCodeServer);
    if (browser === "needed") await step("Chromium", async () => (await installBrowser()).how);
  });
}

/** Says something only where something was done: a warm start is silent. */
async function step(name, work) {
  const started = performance.now();
  const how = await work();
  if (how === "found") return;
  console.error(`${name}: ${how} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

if (import.meta.main) {
  const started = performance.now();
  try {
    await setUpVsCode();
    console.log(`VS Code is ready (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
