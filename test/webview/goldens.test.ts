import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  differenceTable,
  kindOf,
  largestDifference,
  tolerance,
  type DifferenceRow,
} from "../numeric/differences.ts";
import { ownCases, type GoldenCase } from "../numeric/goldenCases.ts";
import { openModel, readArrays } from "../numeric/openModel.ts";
import type { PageArrays, PageModel } from "./goldenPage/page.ts";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";
import { openSoftwarePage } from "./softwarePage.ts";

/** Software WebGPU may sum in another order and has its own exponential: 20 times the usual bound. */
const softwareTolerance = 20 * tolerance;

describe.skipIf(gpuOfThisRun() === "none")("on software WebGPU", () => {
  const rows: DifferenceRow[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    ({ browser, page } = await openSoftwarePage("test/webview/goldenPage/page.ts"));
  });
  afterAll(async () => {
    console.log(`\n${differenceTable(rows)}\n`);
    await browser.close();
  });

  it("starts and passes its self-check", async () => {
    const { adapter, passed, lines } = await page.evaluate(() => globalThis.startWebGpu());
    expect(adapter).toMatch(/software/i);
    expect(passed, lines.join("\n")).toBe(true);
  });

  it.each(ownCases)("$name is what the reference computes", async (golden) => {
    const expected = await readArrays(golden.expected);
    const { tensorsLeft, arrays } = await traceInPage(golden, expected.get("input_ids")?.values);
    expect(tensorsLeft, "tensors left behind").toBe(0);
    const largest = new Map<string, number>();
    for (const [name, { shape, values }] of expected) {
      if (name === "input_ids") continue;
      const actual = arrays.find((array) => array.name === name);
      expect(actual?.shape, name).toEqual(shape);
      const difference = largestDifference(name, Float32Array.from(actual?.values ?? []), values);
      largest.set(kindOf(name), Math.max(largest.get(kindOf(name)) ?? 0, difference));
    }
    rows.push({ name: golden.name, backend: "webgpu", largest });
    for (const [kind, difference] of largest) {
      expect(difference, kind).toBeLessThan(softwareTolerance);
    }
  });

  async function traceInPage(
    { model, weights }: GoldenCase,
    ids: Float32Array | undefined,
  ): Promise<PageArrays> {
    const { spec, tensors, reader } = await openModel(model, weights);
    const bytes: Record<string, string> = {};
    for (const { name } of tensors) {
      bytes[name] = Buffer.from((await reader.readTensor(name)).bytes).toString("base64");
    }
    await reader.close();
    const handed: PageModel = { spec, tensors, bytes, ids: [...(ids ?? [])] };
    return page.evaluate((given) => globalThis.trace(given), JSON.stringify(handed));
  }
});
