/** What a person does with a picture: choose a head, read a cell, see the numbers, look at it in the side panel. */
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoWindow, openDemoWindow } from "./demoWindow.ts";

let code: DemoWindow["code"];
let inspector: Frame;
let heatmap: Frame;

beforeAll(async () => {
  ({ code, inspector } = await openDemoWindow());
  await heading(inspector, /^Layer 0, head 0/);
});
afterAll(() => code.close());

describe("a picture in the Inspector", () => {
  it("shows the head that arrow keys choose in the grid", async () => {
    const first = inspector.getByRole("gridcell", { name: "Layer 0, head 0" });
    await first.press("ArrowRight");
    await inspector.getByRole("gridcell", { name: "Layer 0, head 1" }).press("ArrowDown");
    await heading(inspector, /^Layer 1, head 1/);
    const chosen = inspector.getByRole("gridcell", { selected: true });
    expect(await chosen.getAttribute("aria-label")).toBe("Layer 1, head 1");
  });

  it("is read by arrow keys, and the reading is announced", async () => {
    const map = inspector.getByRole("img", { name: "Attention with position" });
    for (const key of ["ArrowDown", "PageDown", "End", "ArrowLeft"]) await map.press(key);
    const spoken = inspector.locator("#panel-attention [aria-live]");
    await expect
      .poll(() => spoken.textContent())
      .toMatch(/^query \d+ .*distance 1, with 0\.\d{4}, without 0\.\d{4}, difference .?0\.\d{4}$/);
  });

  it("can be had as numbers whose rows add up to one", async () => {
    await inspector.getByRole("button", { name: "Table" }).first().click();
    const table = inspector.getByRole("table", { name: /^Attention with position/ });
    const cells = await table.getByRole("row").nth(3).getByRole("cell").allTextContents();
    const weights = cells.filter((text) => text !== "").map(Number);
    expect(weights).toHaveLength(3);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
    await inspector.getByRole("button", { name: "Table" }).first().click();
  });

  it("says which removal it shows and computes the other on request", async () => {
    await inspector.getByRole("radio", { name: "global" }).click();
    await heading(inspector, /global removal/);
    await inspector.getByRole("radio", { name: "local" }).click();
    await heading(inspector, /local removal/);
  });
});

describe("the Heat map view", () => {
  it("shows the head that the Inspector shows", async () => {
    await code.command("Poslens: Focus on Heat map View");
    heatmap = await code.webviewFrame("Heat map");
    await expect.poll(() => heatmap.getByLabel("Layer").inputValue()).toBe("1");
    await expect.poll(() => heatmap.getByLabel("Head", { exact: true }).inputValue()).toBe("1");
    await heatmap.getByRole("img", { name: "Attention with position" }).waitFor();
  });

  it("makes the Inspector follow when a head is chosen there", async () => {
    await heatmap.getByLabel("Head", { exact: true }).selectOption("3");
    await heading(inspector, /^Layer 1, head 3/);
    await heatmap.getByRole("radio", { name: "difference" }).click();
    await heatmap.getByRole("img", { name: "Difference" }).waitFor();
  });

  it("computes alone once the Inspector is closed", async () => {
    await code.command("View: Close All Editors");
    await heatmap.getByLabel("Layer").selectOption("2");
    const status = heatmap.getByRole("status");
    await expect.poll(() => status.textContent(), { timeout: 30_000 }).toMatch(/picture after/);
    await heatmap.getByRole("img", { name: "Difference" }).waitFor();
    expect(code.health.consoleErrors()).toEqual([]);
  });
});

/** Waits until the picture's own title says what is shown. */
async function heading(frame: Frame, text: RegExp): Promise<void> {
  const title = frame.getByRole("heading", { level: 2, name: text });
  await title.waitFor({ timeout: 30_000 });
}
