/** From a cold webview to the painted picture, in the real VS Code, on the embedded demo model. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { activationTimes, probeFolder } from "./activation.mjs";
import { openVsCode } from "../vscode/session.mjs";

/**
 * The webview loads its bundle, starts its worker, picks a backend, checks it, reads the weights and paints.
 * @param {string} model  folder of the model
 * @returns {Promise<{ seconds: number, tensorBytes: number, activation: Awaited<ReturnType<typeof activationTimes>> }>}
 *   seconds since the webview began to load; bytes of weights sent to it; what starting the extension cost
 */
export async function firstPicture(model) {
  const workspace = mkdtempSync(join(tmpdir(), "poslens-bench-"));
  cpSync(model, join(workspace, "rope"), { recursive: true });
  const code = await openVsCode({ extension: ".", beside: [probeFolder], workspace });
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
    return { seconds: startTime / 1000, tensorBytes, activation: await activationTimes(code) };
  } finally {
    await code.close();
    rmSync(workspace, { recursive: true, force: true });
  }
}
