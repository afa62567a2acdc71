/** The Inspector on the demo model, from the palette to the picture, in the real VS Code. */
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "../../scripts/vscode/webviews.mjs";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";
import { countColours } from "./countColours.ts";
import { type DemoWindow, inspectorTitle, openDemoWindow } from "./demoWindow.ts";

const mapNames = ["Attention with position", "Attention without position", "Difference"];

let code: DemoWindow["code"];
let frame: Frame;

beforeAll(async () => {
  ({ code, inspector: frame } = await openDemoWindow());
});
afterAll(() => code.close());

describe("Inspector", () => {
  it("has a prompt box whose text becomes tokens", async () => {
    await prompt().fill("It is a truth universally acknowledged");
    await expect.poll(() => frame.getByRole("list", { name: "Tokens" }).count()).toBe(1);
    const tokens = frame.getByRole("list", { name: "Tokens" }).getByRole("listitem");
    await expect.poll(() => tokens.count()).toBeGreaterThan(6);
  });

  it("draws attention with and without position and their difference", async () => {
    await frame.getByRole("tab", { name: "Attention" }).click();
    for (const name of mapNames) {
      const map = frame.getByRole("img", { name, exact: true });
      await expect.poll(() => map.isVisible()).toBe(true);
      await expect
        .poll(async () => countColours(code.page, await map.screenshot()))
        .toBeGreaterThan(8);
    }
  });

  it("names the backend that drew the picture, and why another was passed over", async () => {
    const status = frame.getByRole("status").first();
    const expected =
      gpuOfThisRun() === "software" ? /^WebGPU/ : /^WebAssembly.*WebGPU passed over: /;
    await expect.poll(() => status.textContent()).toMatch(expected);
  });

  it("draws the positional vectors of the tokens", async () => {
    await frame.getByRole("tab", { name: "Vectors" }).click();
    const vectors = frame.getByRole("img", { name: /^Positional vectors/ }).first();
    await expect.poll(() => vectors.isVisible()).toBe(true);
    await expect
      .poll(async () => countColours(code.page, await vectors.screenshot()))
      .toBeGreaterThan(8);
  });

  it("can be used without sight", async () => {
    for (const name of ["Vectors", "Attention", "Tensors"]) {
      await frame.getByRole("tab", { name }).click();
      expect(await accessibilityViolations(frame), name).toEqual([]);
    }
  });

  it("keeps prompt and tab over a reload of the window", async () => {
    await frame.getByRole("tab", { name: "Vectors" }).click();
    await code.reload();
    frame = await code.webviewFrame(inspectorTitle);
    await expect.poll(() => prompt().inputValue()).toBe("It is a truth universally acknowledged");
    const tab = frame.getByRole("tab", { name: "Vectors" });
    await expect.poll(() => tab.getAttribute("aria-selected")).toBe("true");
  });

  it("says nothing on the console and asks nobody for anything", () => {
    expect(code.health.consoleErrors()).toEqual([]);
    expect(code.health.outsideRequests()).toEqual([]);
  });
});

function prompt(): ReturnType<Frame["getByRole"]> {
  return frame.getByRole("textbox", { name: "Prompt" });
}
