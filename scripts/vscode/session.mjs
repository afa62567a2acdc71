/** Opens the real VS Code with an extension installed, and uses it as a person would. See README.md. */
import { mkdirSync, readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { startBrowser } from "./browser.mjs";
import * as editor from "./editor.mjs";
import { watchHealth } from "./health.mjs";
import * as homes from "./home.mjs";
import { removeFolder } from "./leftovers.mjs";
import * as palette from "./palette.mjs";
import { quietSettings } from "./quietSettings.mjs";
import { endWhenIdle, startServer, testDriver, windowAddress } from "./server.mjs";
import { themeNamed } from "./themes.mjs";
import { within } from "./waiting.mjs";
import * as webviews from "./webviews.mjs";

/** A session that nobody closes ends by itself. */
const longestSessionMs = 15 * 60_000;

/**
 * @typedef {object} SessionOptions
 * @property {string} extension  folder with package.json, dist/ and media/, already built
 * @property {readonly string[]} [beside]  folders of further extensions, installed whole
 * @property {string} workspace  folder; VS Code gets a copy of it
 * @property {"software" | "none"} [gpu]  what WebGPU finds; default none
 * @property {"dark" | "light" | "hc" | "hc-light"} [theme]
 * @property {Record<string, unknown>} [settings]  of the user, over our quiet ones
 * @property {{ width: number, height: number }} [size]
 */

/**
 * @param {SessionOptions} options
 * @returns {Promise<Session>} a window whose workbench stands; the caller closes it
 */
export async function openVsCode(options) {
  const home = homes.createHome();
  const endings = [async () => removeFolder(home.root)];
  const end = async () => {
    for (const ending of endings.splice(0).reverse()) await ending();
  };
  try {
    homes.installExtensionFolder(home, resolve(options.extension));
    for (const folder of options.beside ?? []) {
      homes.installExtensionFolder(home, resolve(folder), readdirSync(folder));
    }
    const workspace = homes.copyWorkspace(home, resolve(options.workspace));
    const theme = themeNamed(options.theme ?? "dark").name;
    const settings = { ...quietSettings, "workbench.colorTheme": theme, ...options.settings };
    homes.writeSettings(home, settings);
    const server = await startServer(home, { args: [...testDriver, ...endWhenIdle] });
    endings.push(server.stop);
    const browser = await startBrowser(options.gpu ?? "none");
    endings.push(() => within(10_000, "end of the browser", browser.close()));
    const viewport = options.size ?? { width: 1400, height: 900 };
    const page = await browser.newPage({ viewport, colorScheme: null });
    page.setDefaultTimeout(15_000);
    const session = new Session({ workspace, page, end });
    const payload = [
      ["skipWelcome", "true"],
      ["skipReleaseNotes", "true"],
    ];
    await page.goto(windowAddress(server, workspace, payload), { timeout: 60_000 });
    await waitForWorkbench(page);
    return session;
  } catch (error) {
    await end();
    throw error;
  }
}

class Session {
  #end;
  #timer;

  constructor({ workspace, page, end }) {
    this.#end = end;
    this.#timer = setTimeout(() => void this.close(), longestSessionMs).unref();
    /** @type {string} absolute path of the copy that is open */
    this.workspace = workspace;
    /** @type {import("playwright-core").Page} for what no function here does */
    this.page = page;
    this.health = watchHealth(page);
  }

  /** Ends the window and the server, and removes all that they wrote. */
  async close() {
    clearTimeout(this.#timer);
    await this.#end();
  }

  /** Reloads the window as the user does; the extension host starts anew. */
  async reload() {
    const loaded = this.page.waitForEvent("load", { timeout: 30_000 });
    await this.command("Developer: Reload Window");
    await loaded;
    await waitForWorkbench(this.page);
  }

  /** @param {string} file  a PNG, relative to the current folder */
  async screenshot(file) {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  /** @param {"dark" | "light" | "hc" | "hc-light"} word */
  async setTheme(word) {
    const { label, windowClass } = themeNamed(word);
    await this.command("Preferences: Color Theme");
    await palette.filterRows(this.page, label);
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${windowClass}`).waitFor({ state: "attached" });
  }

  /** @param {string} title  `Category: Title`, as the palette writes it */
  async command(title) {
    await palette.runCommand(this.page, title);
  }

  /** @param {string} label  of a row in the quick input that is open */
  async pick(label) {
    await palette.pickRow(this.page, label);
  }

  /** @param {string} text @returns {Promise<string[]>} what the palette offers for it */
  paletteTitles(text) {
    return palette.paletteTitles(this.page, text);
  }

  /** @param {string} file  relative to the workspace */
  async openFile(file) {
    await editor.openFile(this.page, resolve(this.workspace, file));
  }

  /** @param {number} line @param {number} column  both from 1 */
  async goTo(line, column) {
    await editor.goTo(this.page, line, column);
  }

  /** @param {number} line @param {number} column  both from 1 */
  hover(line, column) {
    return editor.hover(this.page, line, column);
  }

  /** @returns {Promise<string[]>} */
  lensTexts() {
    return editor.lensTexts(this.page);
  }

  /** @param {string} text */
  async clickLens(text) {
    await editor.clickLens(this.page, text);
  }

  /** @returns {Promise<string[]>} */
  problems() {
    return editor.problems(this.page);
  }

  /** @param {string} title  of a tree view @returns {Promise<webviews.TreeRow[]>} */
  treeRows(title) {
    return webviews.treeRows(this.page, title);
  }

  /** @param {string} title  of an editor tab or a view, which must be open */
  webviewFrame(title) {
    return webviews.webviewFrame(this.page, title);
  }
}

async function waitForWorkbench(page) {
  await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
  const restored = page.waitForFunction(
    () => globalThis.driver?.whenWorkbenchRestored().then(() => true),
    undefined,
    { timeout: 60_000 },
  );
  await within(60_000, "restored workbench", restored);
}
