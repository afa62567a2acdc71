import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gpuOfThisRun } from "./gpuOfThisRun.ts";
import { bundledScript, openScriptPage } from "./softwarePage.ts";
import type { HangOutcome, LossOutcome } from "./workshopPage/page.ts";

describe("a worker that fails", () => {
  let browser: Browser;
  let page: Page;
  let script = "";

  beforeAll(async () => {
    script = await bundledScript("test/webview/workshopPage/worker.ts");
    ({ browser, page } = await openScriptPage("test/webview/workshopPage/page.ts", gpuOfThisRun()));
  });
  afterAll(() => browser.close());

  it("is ended when it hangs in what nobody wants any more, and another takes its place", async () => {
    const outcome: HangOutcome = await page.evaluate(
      (worker) => globalThis.abandonAHang(worker),
      script,
    );
    expect(outcome).toMatchObject({ isFirstAlive: false, isAnotherWorker: true, answer: null });
    // It had its three seconds, and no more than a busy machine adds.
    expect(outcome.settledAfterMs).toBeGreaterThan(2900);
    expect(outcome.settledAfterMs).toBeLessThan(10_000);
  });

  it.each([
    [1, []],
    [2, [{ backend: "webgpu", reason: "the GPU was lost twice: pulled out" }]],
  ])("goes on after %i losses of its GPU", async (times, passedOver) => {
    const outcome: LossOutcome = await page.evaluate(
      ([worker, count]) => globalThis.loseTheGpu(worker, count),
      [script, times] as const,
    );
    expect(outcome).toMatchObject({ replaced: times, passedOver });
    expect(outcome.notice).toContain("The GPU was lost (pulled out)");
    expect(outcome.notice.endsWith("without it.")).toBe(times === 2);
  });

  it.skipIf(gpuOfThisRun() === "none")("hears of a device that is destroyed under it", async () => {
    expect(await page.evaluate(() => globalThis.destroyTheDevice())).toMatch(/destroy/i);
  });
});
