/** Text editors, as eyes and fingers use them. Lines and columns count from 1, as in the status bar. */
import { basename } from "node:path";
import { openQuickInput, runCommand } from "./palette.mjs";
import { pause, until } from "./waiting.mjs";

const activeEditor = ".editor-group-container.active .monaco-editor";

/** Opens a file by its absolute path and waits for its tab. */
export async function openFile(page, path) {
  await openQuickInput(page, path);
  const row = page.locator(".quick-input-widget .quick-input-list .monaco-list-row").first();
  await until(10_000, `${path} in the quick input`, async () =>
    (await row.getAttribute("aria-label", { timeout: 1000 }))?.includes(basename(path)),
  );
  await page.keyboard.press("Enter");
  await page
    .locator(`.editor-group-container.active .tab.active[data-resource-name="${basename(path)}"]`)
    .waitFor({ timeout: 15_000 });
}

/** Puts the cursor of the active editor there. */
export async function goTo(page, line, column) {
  await openQuickInput(page, `:${line}:${column}`);
  const widget = page.locator(".quick-input-widget");
  // Enter is lost on a box that has not read its text yet: it stays open, and the key is pressed again.
  await until(10_000, `line ${line}`, async () => {
    await page.keyboard.press("Enter");
    return widget.waitFor({ state: "hidden", timeout: 1000 }).then(
      () => true,
      () => false,
    );
  });
}

/**
 * Rests the pointer at a place and reads the hover that comes.
 * @returns {Promise<{ text: string, images: readonly { width: number, height: number, alt: string }[] }>}
 *   images that could not be drawn have width 0
 */
export async function hover(page, line, column) {
  await clearScreen(page);
  await goTo(page, line, column);
  const cursor = page.locator(`${activeEditor} .cursors-layer .cursor`).first();
  const read = () => page.evaluate(readHover);
  // A lens line that comes meanwhile moves the text away under the pointer, and the hover goes with it.
  return until(20_000, `hover at ${line}:${column}`, async () => {
    const place = await until(5000, "cursor", () => cursor.boundingBox({ timeout: 1000 }));
    const y = place.y + place.height / 2;
    // VS Code waits for a pointer that moves and then rests.
    await page.mouse.move(place.x + 40, y);
    await page.mouse.move(place.x + 3, y, { steps: 5 });
    await until(4000, "hover", read).catch(() => undefined);
    // Several providers may answer, one after the other.
    await pause(400);
    return read();
  });
}

/** The texts of the CodeLens lines in the active editor, from the top. */
export async function lensTexts(page) {
  const lines = page.locator(`${activeEditor} .codelens-decoration`);
  return lines.evaluateAll((list) =>
    list
      .map((line) => ({ text: line.textContent.trim(), top: line.getBoundingClientRect().top }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
}

/** Clicks the part of a CodeLens line that has this text. */
export async function clickLens(page, text) {
  await clearScreen(page);
  await page.locator(`${activeEditor} .codelens-decoration a`, { hasText: text }).first().click();
}

/** The rows of the Problems panel, as a screen reader says them. */
export async function problems(page) {
  await runCommand(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel").waitFor({ timeout: 10_000 });
  // Findings arrive a moment after the document.
  await pause(500);
  return page
    .locator(".markers-panel .monaco-list-row")
    .evaluateAll((list) => list.map((row) => row.getAttribute("aria-label") ?? row.textContent));
}

/** Takes the pointer away and closes what floats over the editor. */
export async function clearScreen(page) {
  await page.mouse.move(1, 1);
  await page.keyboard.press("Escape");
  await pause(300);
}

/** Runs in the page. */
function readHover() {
  const { document } = globalThis;
  const shown = [...document.querySelectorAll(".monaco-hover")].find((element) => {
    const { width } = element.getBoundingClientRect();
    return width > 0 && element.textContent.trim() !== "" && !/^Loading/.test(element.textContent);
  });
  if (shown === undefined) return undefined;
  const images = [...shown.querySelectorAll("img")];
  if (!images.every((image) => image.complete)) return undefined;
  return {
    text: shown.innerText,
    images: images.map(({ naturalWidth, naturalHeight, alt }) => ({
      width: naturalWidth,
      height: naturalHeight,
      alt,
    })),
  };
}
