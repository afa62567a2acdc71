/** VS Code's quick input, as fingers use it. One box does three things, by how its text begins: `>` runs
 * a command, `:` goes to a line, anything else opens a file. */
import { until } from "./waiting.mjs";

const box = ".quick-input-widget input.input";
const rows = ".quick-input-widget .quick-input-list .monaco-list-row";

/**
 * Runs a command by its title in the palette, `Category: Title`.
 * @throws Error with the titles on offer when none is exactly this one.
 */
export async function runCommand(page, title) {
  // The palette lists what there is when it opens: an extension that is read a moment later is not on it.
  for (let opening = 1; opening < palettesOpened; opening++) {
    await openQuickInput(page, `>${title}`);
    if (await offers(page, title)) return pickRow(page, title);
  }
  await openQuickInput(page, `>${title}`);
  await pickRow(page, title);
}

const palettesOpened = 6;

/** Whether the row comes within the time that a palette takes to filter. */
function offers(page, label) {
  const look = async () => (await rowLabels(page)).includes(label);
  return until(2000, label, look).catch(() => false);
}

/** The titles that the palette offers for a text. */
export async function paletteTitles(page, text) {
  await openQuickInput(page, `>${text}`);
  const labels = await until(10_000, "palette", async () => {
    const seen = await rowLabels(page);
    return seen.length > 0 && seen;
  });
  await page.keyboard.press("Escape");
  return labels;
}

/** Opens the quick input with this text in it. */
export async function openQuickInput(page, text) {
  // A webview that has the focus would get the key.
  await page.evaluate(() => globalThis.document.activeElement?.blur());
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  await page.locator(box).waitFor({ state: "visible", timeout: 10_000 });
  await page.locator(box).fill(text);
}

/** Types into the quick input that is open. */
export async function filterRows(page, text) {
  await page.locator(box).fill(text);
}

/** Picks the row with exactly this label from the quick input that is open. */
export async function pickRow(page, label) {
  let seen = [];
  try {
    const index = await until(10_000, `row '${label}'`, async () => {
      seen = await rowLabels(page);
      const found = seen.indexOf(label);
      return found < 0 ? undefined : { found };
    });
    // The window may be busy with what the last action started.
    await page.locator(rows).nth(index.found).click({ timeout: 60_000 });
  } catch (error) {
    throw new Error(`${error.message}; on offer: ${seen.join(" | ") || "nothing"}`, {
      cause: error,
    });
  }
}

/** In the order of the document, which is the order of `nth`, not always that of the screen. */
function rowLabels(page) {
  return page
    .locator(rows)
    .evaluateAll((list) =>
      list.map(
        (row) => row.querySelector(".monaco-highlighted-label, .label-name")?.textContent ?? "",
      ),
    );
}
