/** The editor of a checkpoint in the real VS Code: its tensors, a picture, and values equal to the file's. */
import { readFileSync } from "node:fs";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openVsCode } from "../../scripts/vscode/session.mjs";
import { accessibilityViolations } from "../../scripts/vscode/webviews.mjs";
import { decodeFloats } from "../../src/core/formats/decodeFloats.ts";
import { countColours } from "./countColours.ts";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";

const name = "model.layers.1.self_attn.q_proj.weight";

let code: Awaited<ReturnType<typeof openVsCode>>;
let frame: Frame;

beforeAll(async () => {
  const size = { width: 1700, height: 1100 };
  code = await openVsCode({ extension: ".", workspace: "media/demo", gpu: gpuOfThisRun(), size });
  await code.openFile("rope/model.safetensors");
  // VS Code writes the ending of a file's name apart.
  frame = await code.webviewFrame("model");
  await frame.getByRole("tab", { name: "Tensors" }).click();
});
afterAll(() => code.close());

// Nothing here runs on the GPU: once is enough.
describe.skipIf(gpuOfThisRun() === "software")("the editor of a checkpoint", () => {
  it("lists tensors by module, and says why none holds positions", async () => {
    const grid = frame.getByRole("treegrid", { name: "Tensors" });
    await grid.getByText(/^No tensor holds positions: RoPE/).waitFor();
    const layers = grid.getByRole("row", { name: /^\S*\s*layers 36 tensors/ });
    expect(await layers.getAttribute("aria-expanded")).toBe("true");
    await grid.press("Home");
    for (const key of ["ArrowDown", "ArrowLeft"]) await grid.press(key);
    await expect.poll(() => layers.count()).toBe(0);
    await grid.press("ArrowRight");
    await expect.poll(() => layers.count()).toBe(1);
  });

  it("finds tensors by words and roles", async () => {
    await frame.getByRole("button", { name: "q", exact: true }).click();
    await frame.getByRole("searchbox", { name: "Search tensors" }).fill("layers.1");
    await expect.poll(() => rows().count()).toBe(1);
    await frame.getByText("1 of 38 tensors").waitFor();
  });

  it("draws a tensor, with statistics", async () => {
    await rows().first().click();
    await frame.getByRole("heading", { name }).waitFor();
    await expect
      .poll(async () => countColours(code.page, await map().screenshot()))
      .toBeGreaterThan(8);
    const values = fileValues();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const statistics = frame.locator('dl[aria-label="Statistics"]');
    await expect.poll(() => statistics.textContent()).toContain("max");
    const shown = await statistics.textContent();
    expect(shown).toContain(`max${signed(Math.max(...values))}`);
    expect(shown).toContain(`mean${signed(mean)}`);
    await frame.getByRole("img", { name: /^Histogram from/ }).waitFor();
  });

  it("reads a value that is the file's, by keys", async () => {
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await map().press(key);
    const reading = frame.locator(".tensor-figure .reading-line");
    const value = fileValues()[128 + 1] ?? NaN;
    await expect.poll(() => reading.textContent()).toMatch(/^row 1 +column 1 +value /);
    const text = /value (\S+)/.exec((await reading.textContent()) ?? "")?.[1];
    expect(Math.fround(Number(text?.replace("−", "-")))).toBe(value);
    const spoken = frame.locator(".tensor-figure [aria-live]");
    await expect.poll(() => spoken.textContent()).toContain(`value ${text ?? ""}`);
  });

  it("shows how a tensor differs from another of its shape", async () => {
    const other = name.replace("layers.1", "layers.2");
    await frame.getByLabel("Compare with tensor").fill(other);
    const comparison = frame.locator('dl[aria-label="Comparison"]');
    await expect.poll(() => comparison.textContent()).toMatch(/max \|a − b\|0\.\d+ at row \d+/);
    await frame.getByLabel("Compare with tensor").fill("");
    await expect.poll(() => comparison.count()).toBe(0);
  });

  it("can be used without sight, and says nothing on the console", async () => {
    expect(await accessibilityViolations(frame)).toEqual([]);
    expect(code.health.consoleErrors()).toEqual([]);
    expect(code.health.outsideRequests()).toEqual([]);
  });
});

function rows(): ReturnType<Frame["locator"]> {
  return frame.locator('.grid-row.tensor[role="row"]');
}

function map(): ReturnType<Frame["getByRole"]> {
  return frame.getByRole("img", { name: /^Values of/ });
}

/** Six significant digits, with a true minus sign. */
function signed(value: number): string {
  const digits = String(Number(Math.abs(value).toPrecision(6)));
  return value < 0 ? `−${digits}` : digits;
}

/** The tensor, read apart from the code that the extension reads it with. */
function fileValues(): Float32Array {
  const file = readFileSync("media/demo/rope/model.safetensors");
  const length = Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString("utf8", 8, 8 + length)) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  const [from, to] = header[name]!.data_offsets;
  return decodeFloats(
    "F16",
    new Uint8Array(file.subarray(8 + length + from, 8 + length + to)).buffer,
  );
}
