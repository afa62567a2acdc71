import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { startBrowser } from "../../scripts/vscode/browser.mjs";
import { setUpVsCode } from "../../scripts/vscode/setup.mjs";

const address = "http://127.0.0.1/page";

/** A page with software WebGPU that runs one script of the tests; the caller closes the browser. */
export function openSoftwarePage(script: string): Promise<{ browser: Browser; page: Page }> {
  return openScriptPage(script, "software");
}

/** A page that runs one script of the tests; the caller closes the browser. */
export async function openScriptPage(
  script: string,
  gpu: "software" | "none",
): Promise<{ browser: Browser; page: Page }> {
  await setUpVsCode();
  const browser = await startBrowser(gpu);
  const page = await browser.newPage();
  // WebGPU is there in secure contexts only, which an address of this machine is; nobody serves it.
  await page.route(address, (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>page</title>" }),
  );
  await page.goto(address);
  await page.addScriptTag({ content: await bundledScript(script) });
  return { browser, page };
}

/** A script of the tests with all that it imports, as text. */
export async function bundledScript(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [script],
    bundle: true,
    write: false,
    format: "iife",
    target: "chrome120",
    logLevel: "silent",
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error(`${script} gave no script`);
  return bundle.text;
}
