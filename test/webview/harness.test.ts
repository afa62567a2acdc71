/** The harness itself, on an extension of its own: what Poslens' tests rely on has to be true first. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openVsCode } from "../../scripts/vscode/session.mjs";
import { accessibilityViolations } from "../../scripts/vscode/webviews.mjs";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";
import { writeFixtureExtension } from "./fixtureExtension.ts";

// The second run is about the GPU, which the Inspector's own test asks for.
describe.skipIf(gpuOfThisRun() === "software")("harness", () => {
  const fixture = writeFixtureExtension();
  let code: Awaited<ReturnType<typeof openVsCode>>;
  beforeAll(async () => {
    code = await openVsCode({ ...fixture, theme: "light" });
    await code.openFile("numbers.json");
  });
  afterAll(async () => {
    await code.close();
    rmSync(fixture.root, { recursive: true });
  });

  it("reads lenses, hovers with their pictures, and problems from the screen", async () => {
    await expect.poll(() => code.lensTexts()).toEqual(["Look closer"]);
    const hover = await code.hover(2, 4);
    expect(hover.text).toContain("a lonely number");
    expect(hover.images).toEqual([{ width: 40, height: 20, alt: "chart" }]);
    expect((await code.problems()).join("\n")).toContain("one is lonely");
  });

  it("finds the document of a panel and of a view by its title", async () => {
    await code.clickLens("Look closer");
    const panel = await code.webviewFrame("Fixture panel");
    await panel.getByLabel("Prompt").fill("typed");
    expect(await panel.locator("h1").textContent()).toBe("A panel");
    expect(await accessibilityViolations(panel)).toEqual([]);
    await code.command("Explorer: Focus on Fixture View View");
    expect(await (await code.webviewFrame("Fixture View")).locator("h1").textContent()).toBe(
      "A view",
    );
  });

  it("reads the rows of a tree", async () => {
    await code.command("Explorer: Focus on Fixture Tree View");
    await expect
      .poll(async () => (await code.treeRows("Fixture Tree")).map(({ text }) => text))
      .toEqual(["first", "second"]);
  });

  it("changes the theme while the window is open", async () => {
    await code.setTheme("hc");
    const frame = await code.webviewFrame("Fixture panel");
    await expect
      .poll(() => frame.evaluate(() => document.body.className))
      .toContain("vscode-high-contrast");
  });

  it("comes back after a reload", async () => {
    await code.reload();
    expect(await code.paletteTitles("Fixture:")).toContain("Fixture: Open Panel");
  });

  it("reports what goes wrong in a webview", async () => {
    expect(code.health.consoleErrors()).toEqual([]);
    expect(code.health.outsideRequests()).toEqual([]);
    await code.command("Fixture: Complain");
    await expect
      .poll(() => code.health.consoleErrors().map(({ text }) => text))
      .toContain("a complaint");
    expect(code.health.outsideRequests()).toEqual(["https://example.invalid/a.png"]);
    const violations = await accessibilityViolations(await code.webviewFrame("Fixture panel"));
    expect(violations.join("\n")).toContain("button-name");
  });

  it("leaves nothing behind", async () => {
    expect(existsSync(join(code.workspace, "numbers.json"))).toBe(true);
    await code.close();
    expect(existsSync(code.workspace)).toBe(false);
  });
});
