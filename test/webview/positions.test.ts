/** Frequencies, Extrapolation and other schemes on the demo model, in the real VS Code. */
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "../../scripts/vscode/webviews.mjs";
import { phaseCoverage } from "../../src/core/positions/indicators/phaseCoverage.ts";
import type { RopeScheme } from "../../src/core/positions/positionScheme.ts";
import { wavelengths } from "../../src/core/positions/wavelengths.ts";
import { type DemoWindow, openDemoWindow } from "./demoWindow.ts";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";

/** What `media/demo/rope/config.json` says. */
const scheme: RopeScheme = {
  kind: "rope",
  base: 10_000,
  rotaryDim: 32,
  layout: "half",
  scaling: { type: "default" },
  maxPositions: 128,
};

let code: DemoWindow["code"];
let frame: Frame;

beforeAll(async () => {
  ({ code, inspector: frame } = await openDemoWindow());
});
afterAll(() => code.close());

// Nothing here runs on the GPU: once is enough.
describe.skipIf(gpuOfThisRun() === "software")("positions of the demo model", () => {
  it("opens the frequencies from the palette, and lists the core's wavelengths", async () => {
    await code.command("Poslens: Show Frequencies");
    const tab = frame.getByRole("tab", { name: "Frequencies" });
    await expect.poll(() => tab.getAttribute("aria-selected")).toBe("true");
    await frame.getByRole("group", { name: "Requested length" }).getByText("4×").click();
    const coverage = phaseCoverage({ scheme, length: 128 }, { scheme, length: 512 });
    const atRisk = coverage.filter(({ unseen }) => unseen > 0).length;
    await expect
      .poll(() => frame.locator("#panel-frequencies .summary").textContent())
      .toContain(`${atRisk} of ${coverage.length} pairs`);
    await frame.locator("#panel-frequencies").getByText("Table", { exact: true }).click();
    const cells = frame.getByRole("row", { name: /^3 / }).getByRole("cell");
    const [, shown] = await cells.allTextContents();
    expect(Number(shown)).toBeCloseTo(wavelengths(scheme, 512)[3] ?? 0, 1);
    expect(await accessibilityViolations(frame)).toEqual([]);
  });

  it("reads a pair with the arrow keys", async () => {
    const chart = frame.getByRole("img", { name: "Tokens per turn of each pair" });
    await chart.focus();
    await chart.press("Home");
    await chart.press("ArrowRight");
    const reading = frame.locator("#panel-frequencies .reading-line");
    await expect.poll(() => reading.textContent()).toMatch(/^pair 1 {3}11\.2 tokens a turn/);
  });

  it("takes a typed length over to the extrapolation, and refuses what is none", async () => {
    await code.command("Poslens: Show Extrapolation");
    const field = frame
      .locator("#panel-extrapolation")
      .getByRole("textbox", { name: "Requested length, tokens" });
    await field.fill("long");
    await field.press("Enter");
    const problem = frame.locator("#panel-extrapolation .problem");
    await expect.poll(() => problem.textContent()).toContain("“long” is no length");
    await field.fill("1k");
    await field.press("Enter");
    const dilution = frame.locator('[data-indicator="entropy-dilution"] td').nth(1);
    await expect
      .poll(async () => Number(await dilution.textContent()))
      .toBeCloseTo(Math.log(1024) / Math.log(128), 2);
    expect(
      await frame.locator("#panel-extrapolation svg[role=img] path.curve:visible").count(),
    ).toBe(6);
    expect(await accessibilityViolations(frame)).toEqual([]);
  });

  it("puts another scheme beside the model's own, with its quality report", async () => {
    await frame.getByRole("tab", { name: "Vectors" }).click();
    await frame
      .getByRole("combobox", { name: "What if this model used" })
      .selectOption("lostExponent");
    const uniqueness = frame.locator('[data-test="uniqueness"] .verdict');
    await expect.poll(() => uniqueness.textContent()).toBe("fail");
    await frame
      .getByRole("combobox", { name: "What if this model used" })
      .selectOption("sinusoidal");
    await expect.poll(() => uniqueness.textContent()).toBe("pass");
    const curve = frame.getByRole("img", { name: "Similarity by distance" });
    await curve.focus();
    await curve.press("Home");
    await expect
      .poll(() => frame.locator(".what-if .reading-line:visible").allTextContents())
      .toContainEqual(expect.stringMatching(/^distance 0 {3}this model: RoPE 1\.0000/));
    expect(await accessibilityViolations(frame)).toEqual([]);
  });

  it("says nothing on the console", () => {
    expect(code.health.consoleErrors()).toEqual([]);
  });
});
