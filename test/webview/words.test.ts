/** Static embeddings in the real VS Code: a word, its neighbours, and positions added to a sentence. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openVsCode } from "../../scripts/vscode/session.mjs";
import { accessibilityViolations } from "../../scripts/vscode/webviews.mjs";
import { countColours } from "./countColours.ts";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";

const text = readFileSync("test/fixtures/formats/static/glove-spaces.txt", "utf8");
const vectors = new Map(text.trim().split("\n").map(parseLine));
const workspace = mkdtempSync(join(tmpdir(), "poslens-"));

let code: Awaited<ReturnType<typeof openVsCode>>;
let frame: Frame;

beforeAll(async () => {
  writeFileSync(join(workspace, "words.vec"), text);
  code = await openVsCode({
    extension: ".",
    workspace,
    gpu: gpuOfThisRun(),
    size: { width: 1500, height: 1600 },
    settings: { "workbench.editorAssociations": { "*.vec": "poslens.otherCheckpoint" } },
  });
  await code.openFile("words.vec");
  frame = await code.webviewFrame("words");
});
afterAll(async () => {
  await code.close();
  rmSync(workspace, { recursive: true });
});

// Nothing here runs on the GPU: once is enough.
describe.skipIf(gpuOfThisRun() === "software")("the editor of static embeddings", () => {
  it("opens on the words, and says why there is no attention", async () => {
    await frame.getByText("125 words × 20 dimensions").waitFor();
    const tabs = frame.getByRole("tab");
    expect(await tabs.allTextContents()).toEqual(expect.arrayContaining(["Overview", "Words"]));
    const shown = await tabs.evaluateAll((all) =>
      all
        .filter((tab) => !(tab as unknown as { hidden: boolean }).hidden)
        .map((tab) => tab.textContent),
    );
    expect(shown).toEqual(["Overview", "Words", "Tensors"]);
    await frame.getByText(/no layers, so there is no attention/).waitFor();
  });

  it("finds a word by its beginning, and its nearest words by cosine", async () => {
    await frame.getByRole("searchbox", { name: "Search words" }).fill("wat");
    await expect
      .poll(() => frame.getByRole("list", { name: "Words found" }).textContent())
      .toBe("water");
    await frame.getByRole("button", { name: "water" }).click();
    await expectNearest(vectors.get("water") ?? [], ["water"]);
    await frame.getByRole("img", { name: /^Projection of 21 words: .* variance/ }).waitFor();
  });

  it("adds words, and takes a vector", async () => {
    const box = frame.getByLabel("Word, sum of words, or vector");
    await box.fill("water - the + people");
    const signs = [1, -1, 1];
    const sum = new Array<number>(20).fill(0);
    ["water", "the", "people"].forEach((word, term) => {
      const vector = vectors.get(word) ?? [];
      vector.forEach((value, i) => (sum[i] = sum[i]! + (signs[term]! * value) / lengthOf(vector)));
    });
    await expectNearest(sum, ["water", "the", "people"]);
    await box.fill(`[${sum.join(", ")}]`);
    await expectNearest(sum, []);
    await box.fill("[1, 2]");
    await frame.getByText("The vector has 2 numbers; those of this file have 20.").waitFor();
    await box.fill("zebra");
    await frame.getByText('The file has no vector for "zebra".').waitFor();
  });

  it("warns of positions that cannot be told apart, and of words that it does not have", async () => {
    await frame.locator("vscode-text-area[aria-label=Sentence] textarea").fill(sentence);
    const warnings = frame.getByRole("list", { name: "Positions that cannot be told apart" });
    await expect.poll(() => warnings.textContent()).toMatch(/^No two of the first 512 positions/);
    await frame.getByLabel("Positions", { exact: true }).selectOption("scalar-absolute");
    await expect.poll(() => warnings.textContent()).toMatch(/Positions repeat after 20: 0 and 20/);
    // In 20 dimensions sin + cos has the same value at p and at 5 − p.
    expect(await warnings.textContent()).toMatch(
      /positions 0 \(“the”\) and 5 \(“long”\) have the same/,
    );
    await frame.getByText(/^Not in the vocabulary.*“Zebra”/).waitFor();
    const picture = frame.getByRole("img", { name: "Word + position" });
    await expect
      .poll(async () => countColours(code.page, await picture.screenshot()))
      .toBeGreaterThan(8);
  });

  it("can be used without sight, and says nothing on the console", async () => {
    await frame.getByText(/tests fail, over positions 0 to 511/).click();
    for (const button of await frame.locator(".words-view vscode-button:text-is('Table')").all()) {
      if (await button.isVisible()) await button.click();
    }
    await frame.getByRole("region", { name: /^Similarity with position/ }).waitFor();
    expect(await accessibilityViolations(frame)).toEqual([]);
    expect(code.health.consoleErrors()).toEqual([]);
    expect(code.health.outsideRequests()).toEqual([]);
  });
});

const sentence = "the Zebra water was not long there for now";

/** The list is that of every word compared here, apart from the code of the extension. */
async function expectNearest(vector: readonly number[], without: readonly string[]): Promise<void> {
  const all = [...vectors]
    .filter(([word]) => !without.includes(word))
    .map(([word, other]) => ({ word, cosine: cosineOf(vector, other) }))
    .toSorted((one, other) => other.cosine - one.cosine);
  const expected = all.slice(0, 3).map(({ word, cosine }) => `${word}${cosine.toFixed(4)}`);
  const lines = frame.locator(".answer:not(.stale) .neighbours tbody tr");
  await expect.poll(async () => (await lines.allTextContents()).slice(0, 3)).toEqual(expected);
}

/** Words of this file hold spaces: the last twenty fields are the vector. */
function parseLine(line: string): readonly [string, readonly number[]] {
  const fields = line.split(" ");
  return [fields.slice(0, -20).join(" "), fields.slice(-20).map(Number)];
}

function lengthOf(vector: readonly number[]): number {
  return Math.hypot(...vector);
}

function cosineOf(one: readonly number[], other: readonly number[]): number {
  const product = one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
  return product / (lengthOf(one) * lengthOf(other));
}
