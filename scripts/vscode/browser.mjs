import { findBrowser } from "./findBrowser.mjs";
import { chromium } from "./playwright.mjs";

/**
 * What a page finds at `navigator.gpu`. `none`: no adapter, as on a machine without a usable GPU.
 * `software`: SwiftShader, whose canvases also reach the screen, which `--enable-unsafe-webgpu`
 * alone does not give: there the device is lost with the first frame.
 */
const gpuArguments = {
  none: [],
  software: [
    "--enable-unsafe-webgpu",
    "--use-angle=swiftshader",
    "--use-vulkan=swiftshader",
    "--enable-features=Vulkan",
    "--ignore-gpu-blocklist",
  ],
};

/**
 * @param {"software" | "none"} gpu
 * @returns {Promise<import("playwright-core").Browser>} without a window on the screen, and without
 *   a way to any other machine
 */
export async function startBrowser(gpu) {
  if (!Object.hasOwn(gpuArguments, gpu)) {
    throw new Error(`gpu '${gpu}' is none of ${Object.keys(gpuArguments).join(", ")}`);
  }
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    throw new Error("there is no Chromium: run `node scripts/vscode/setup.mjs`");
  }
  return chromium.launch({
    executablePath,
    timeout: 60_000,
    // leftovers.mjs ends us on a signal, and the browser ends when its pipe to us closes.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    args: [
      ...["--no-sandbox", "--no-first-run", "--disable-dev-shm-usage", "--disable-quic"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ...gpuArguments[gpu],
    ],
  });
}
