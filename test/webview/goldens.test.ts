import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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
import type { PageArrays, PageModel, PageWeight } from "./goldenPage/page.ts";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";
import { openSoftwarePage } from "./softwarePage.ts";

/** Software WebGPU may sum in another order and has its own exponential: 20 times the usual bound. */
const softwareTolerance = 20 * tolerance;

const ggufModels = fileURLToPath(
  new URL("../../../shared/goldens/formats/gguf-models/", import.meta.url),
);

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

  it.skipIf(!existsSync(ggufModels))("runs a GGUF whose blocks it decodes itself", async () => {
    const expected = await readArrays(`${ggufModels}llama-permuted-q8_0.expected.safetensors`);
    const wanted = expected.get("logits_from_gguf_weights");
    const path = `${ggufModels}llama-permuted-q8_0.gguf`;
    const ids = modelIds("llama-permuted-q8_0");
    const { arrays } = await traceInPage({ model: path, weights: path }, ids);
    const logits = arrays.find(({ name }) => name === "logits");
    if (wanted === undefined || logits === undefined) expect.fail("no logits");
    expect(logits.shape).toEqual(wanted.shape);
    const difference = largestDifference("logits", Float32Array.from(logits.values), wanted.values);
    expect(difference).toBeLessThan(softwareTolerance);
  });

  async function traceInPage(
    { model, weights }: Pick<GoldenCase, "model" | "weights">,
    ids: ArrayLike<number> | undefined,
  ): Promise<PageArrays> {
    const { spec, tensors, reader } = await openModel(model, weights);
    const parts: Record<string, PageWeight> = {};
    for (const { name } of tensors) {
      // As the host reads them for the webview.
      const stored = await reader.readStored(name, undefined);
      parts[name] = { ...stored, bytes: Buffer.from(stored.bytes).toString("base64") };
    }
    await reader.close();
    const handed: PageModel = { spec, tensors, weights: parts, ids: Array.from(ids ?? []) };
    return page.evaluate((given) => globalThis.trace(given), JSON.stringify(handed));
  }
});

function modelIds(name: string): readonly number[] {
  const models = JSON.parse(readFileSync(`${ggufModels}models.json`, "utf8")) as Readonly<
    Record<string, { readonly input_ids: readonly number[] }>
  >;
  return models[name]?.input_ids ?? [];
}
