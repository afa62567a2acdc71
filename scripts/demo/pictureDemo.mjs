import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { startBrowser } from "../vscode/browser.mjs";
import { copyWorkspace } from "../vscode/home.mjs";
import { projectRoot } from "../vscode/places.mjs";
import { endWhenIdle, startServer, windowAddress } from "../vscode/server.mjs";
import { setUpVsCode } from "../vscode/setup.mjs";
import { pause, until } from "../vscode/waiting.mjs";
import { createDemoHome } from "./demoPlace.mjs";

/** Three maps side by side need some room. */
const viewport = { width: 1920, height: 1120 };

/**
 * Draws what a user sees a moment after `npm run demo`, without a display, from untouched models.
 * @throws Error when no attention map has been drawn in 90 s; the picture is written all the same.
 */
export async function pictureDemo({ file, theme }) {
  await setUpVsCode();
  const home = createDemoHome({ theme });
  const workspace = copyWorkspace(home, resolve(projectRoot, "media", "demo"));
  const server = await startServer(home, { args: endWhenIdle });
  const browser = await startBrowser("none");
  try {
    const page = await browser.newPage({ viewport, colorScheme: null });
    await page.goto(windowAddress(server, workspace), { timeout: 60_000 });
    try {
      await until(90_000, "attention map", () => isMapShown(page));
      // The thumbnails and the curve follow the map.
      await pause(2000);
    } finally {
      mkdirSync(dirname(resolve(file)), { recursive: true });
      await page.screenshot({ path: file });
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function isMapShown(page) {
  for (const frame of page.frames()) {
    // The Heat map view has such a map too, but no tabs.
    const tab = frame.getByRole("tab", { name: "Attention" });
    const map = frame.getByRole("img", { name: "Attention with position" });
    if ((await tab.isVisible()) && (await map.isVisible())) return true;
  }
  return false;
}
