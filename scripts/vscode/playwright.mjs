/** The one place that loads Playwright, because it reads where its browsers lie when it is loaded. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { browsersFolder } from "./places.mjs";

process.env.PLAYWRIGHT_BROWSERS_PATH ??= browsersFolder;
const require = createRequire(import.meta.url);

/** @type {import("playwright-core").BrowserType} */
export const chromium = require("playwright-core").chromium;

/** The script that downloads Playwright's own browser. */
export const playwrightCli = join(require.resolve("playwright-core/package.json"), "../cli.js");
