/** What Poslens says in the text editor and in the side bar, as it stands on the screen. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openVsCode } from "../../scripts/vscode/session.mjs";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";

// Nothing here depends on the GPU: the second run would only repeat the first.
describe.skipIf(gpuOfThisRun() === "software")("editor and side bar", () => {
  let code: Awaited<ReturnType<typeof openVsCode>>;
  beforeAll(async () => {
    code = await openVsCode({ extension: ".", workspace: "media/demo" });
    await code.openFile("rope/config.json");
  });
  afterAll(() => code.close());

  it("says scheme and trained length above the first line of a config", async () => {
    await expect
      .poll(async () => (await code.lensTexts()).join())
      .toMatch(/RoPE.*trained 128.*Inspect/);
  });

  it("explains rope_theta with a drawn chart", async () => {
    const [line, column] = placeOf(join(code.workspace, "rope/config.json"), "rope_theta");
    const { text, images } = await code.hover(line, column);
    expect(text).toContain("θ = 10,000");
    expect(images).toHaveLength(1);
    expect(images[0]?.width).toBeGreaterThan(100);
  });

  it("lists the model with scheme, trained length and findings", async () => {
    await code.command("Poslens: Focus on Models View");
    await expect
      .poll(async () => (await code.treeRows("Models")).map(({ text }) => text).join())
      .toMatch(/^rope.*RoPE.*128/);
  });

  it("underlines a length beyond the trained one in generation_config.json", async () => {
    await code.openFile("rope/generation_config.json");
    await expect
      .poll(async () => (await code.problems()).join("\n"))
      .toMatch(/max_length asks for 512 tokens, 4.0 × the 128.*at line 5 and character 17/);
  });
});

/** Line and column inside a key, both from 1. */
function placeOf(file: string, key: string): [number, number] {
  const before = readFileSync(file, "utf8").split(`"${key}"`)[0] ?? "";
  const lines = before.split("\n");
  return [lines.length, (lines.at(-1) ?? "").length + 3];
}
