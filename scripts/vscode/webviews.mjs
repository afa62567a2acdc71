/** Webviews, and the views and tabs that own them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { until, within } from "./waiting.mjs";

const axeScript = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/**
 * The document that an extension has put into a webview.
 * @param {import("playwright-core").Page} page
 * @param {string} title  of the editor tab, or of the view in a side bar; it must be open
 * @returns {Promise<import("playwright-core").Frame>}
 */
export function webviewFrame(page, title) {
  return until(30_000, `webview '${title}'`, async () => {
    const place = await page.evaluate(placeOf, title);
    const outer = place === undefined ? undefined : await webviewAt(page, place);
    const inner = await outer?.waitForSelector("iframe#active-frame", { timeout: 3000 });
    const frame = await inner?.contentFrame();
    await frame?.waitForLoadState("domcontentloaded", { timeout: 5000 });
    return frame;
  });
}

/**
 * @typedef {object} TreeRow
 * @property {number} level  from 1
 * @property {string} text  as it stands on the screen
 * @property {string} label  as a screen reader says it
 */

/** @returns {Promise<TreeRow[]>} the rows of a tree view that are on the screen */
export function treeRows(page, title) {
  const pane = page.locator(".pane", { has: page.locator(`.pane-header h3:text-is("${title}")`) });
  return pane.locator(".monaco-list-row").evaluateAll((rows) =>
    rows.map((row) => ({
      level: Number(row.getAttribute("aria-level")),
      text: row.textContent.trim(),
      label: row.getAttribute("aria-label") ?? "",
    })),
  );
}

/**
 * What axe-core finds wrong in a webview: one line for each rule that is broken.
 * @param {import("playwright-core").Frame} frame
 * @returns {Promise<string[]>}
 */
export async function accessibilityViolations(frame) {
  await frame.evaluate(readFileSync(axeScript, "utf8"));
  const violations = await within(
    60_000,
    "axe",
    frame.evaluate(async () => {
      const found = await globalThis.axe.run(globalThis.document, { resultTypes: ["violations"] });
      return found.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        places: nodes.map(({ target }) => target.join(" ")),
      }));
    }),
  );
  return violations.map(({ id, help, places }) => `${id}: ${help} (${places.join("; ")})`);
}

/**
 * Runs in the page. Webviews float above the workbench, outside the part that owns them: they are
 * told apart by where they lie.
 */
function placeOf(title) {
  const { document } = globalThis;
  const bare = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const groups = [...document.querySelectorAll(".editor-group-container")];
  const group = groups.find((element) =>
    [...element.querySelectorAll(".tab.active .tab-label")].some(
      (label) => bare(label.querySelector(".label-name")?.textContent) === title,
    ),
  );
  const panes = [...document.querySelectorAll(".pane")];
  const pane = panes.find(
    (element) => bare(element.querySelector(".pane-header h3")?.textContent) === title,
  );
  const owner = group?.querySelector(".editor-container") ?? pane?.querySelector(".pane-body");
  if (owner === undefined || owner === null) return undefined;
  const { left, top, right, bottom } = owner.getBoundingClientRect();
  return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : undefined;
}

/** The shown webview whose middle lies inside the place. */
async function webviewAt(page, { left, top, right, bottom }) {
  for (const element of await page.$$("iframe.webview")) {
    const box = (await element.isVisible()) ? await element.boundingBox() : null;
    const x = box === null ? -1 : box.x + box.width / 2;
    const y = box === null ? -1 : box.y + box.height / 2;
    if (x > left && x < right && y > top && y < bottom) return element.contentFrame();
  }
  return undefined;
}
