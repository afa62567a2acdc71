/** From a cold webview to the painted picture, in the real VS Code, on the embedded demo model. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVsCode } from "../vscode/session.mjs";

/**
 * The webview loads its bundle, starts its worker, picks a backend, checks it, reads the weights and paints.
 * @param {string} model  folder of the model
 * @returns {Promise<{ seconds: number, tensorBytes: number, activation: number | undefined }>}
 *   seconds since the webview began to load; bytes of weights sent to it; milliseconds of `activate`
 */
export async function firstPicture(model) {
  const workspace = mkdtempSync(join(tmpdir(), "poslens-bench-"));
  cpSync(model, join(workspace, "rope"), { recursive: true });
  const code = await openVsCode({ extension: ".", workspace });
  try {
    await code.openFile("rope/config.json");
    await code.command("Poslens: Inspect Model…");
    const frame = await code.webviewFrame("Poslens: rope");
    const mark = await frame.waitForFunction(
      () => {
        const [entry] = globalThis.performance.getEntriesByName("poslens:picture");
        return entry && { startTime: entry.startTime, tensorBytes: entry.detail.tensorBytes };
      },
      undefined,
      { timeout: 60_000 },
    );
    const { startTime, tensorBytes } = await mark.jsonValue();
    return { seconds: startTime / 1000, tensorBytes, activation: await activationMs(code) };
  } finally {
    await code.close();
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** What VS Code itself has measured, as *Running Extensions* shows it. */
async function activationMs(code) {
  await code.command("Developer: Show Running Extensions");
  const row = code.page.locator(".runtime-extensions-editor .extension", { hasText: "Poslens" });
  await row.first().waitFor({ timeout: 15_000 });
  const times = /Activation: (\d+)\s*ms/.exec(await row.first().innerText());
  return times === null ? undefined : Number(times[1]);
}
