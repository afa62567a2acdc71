/** What starting the extension costs, as the extension host itself has measured it. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { until } from "../vscode/waiting.mjs";

/** The extension that reads the marks, to be installed beside Poslens. */
export const probeFolder = fileURLToPath(new URL("probe", import.meta.url));

/**
 * *Running Extensions* shows "Activation" = code loading + call of `activate`. Its code loading begins when VS Code
 * turns to an activation event, for all extensions of that event at once, and ends when the extension's own script
 * has been read; they are read one after another, so the last one is charged with all before it (with JSON: VS
 * Code's own json, npm and extension-editing). The marks are set around the reading of each script and so are what
 * this figure means: load from `willLoadExtensionCode` to `didLoadExtensionCode`, and activate from
 * `willActivateExtension` to the next mark that the host sets for anybody, since no mark tells its end.
 *
 * @param code  a window with the probe installed, in which Poslens is active
 * @returns {Promise<{ load: number, activate: number, shown: number | undefined }>} milliseconds;
 *   `shown` is the figure of *Running Extensions*
 */
export async function activationTimes(code) {
  await code.command("Poslens Bench: Write Marks");
  const file = join(code.workspace, "marks.json");
  await until(10_000, "marks.json", () => existsSync(file) && readFileSync(file, "utf8") !== "");
  const marks = JSON.parse(readFileSync(file, "utf8"));
  const spanFrom = (step) => {
    const first = marks.findIndex(({ name }) => name === `code/extHost/${step}/poslens.poslens`);
    return marks[first + 1].startTime - marks[first].startTime;
  };
  return {
    // Loading is not interrupted: the next mark is its end.
    load: spanFrom("willLoadExtensionCode"),
    activate: spanFrom("willActivateExtension"),
    shown: await shownActivation(code),
  };
}

async function shownActivation(code) {
  await code.command("Developer: Show Running Extensions");
  const row = code.page.locator(".runtime-extensions-editor .extension", {
    has: code.page.locator(".name", { hasText: /^Poslens$/ }),
  });
  await row.first().waitFor({ timeout: 15_000 });
  const times = /Activation: (\d+)\s*ms/.exec(await row.first().innerText());
  return times === null ? undefined : Number(times[1]);
}
