import { describe, expect, it } from "vitest";
import { SharedWork } from "../../../src/host/platform/sharedWork.ts";

/** Work that a test ends by hand. */
function openWork() {
  const runs: {
    end: (value: number) => void;
    fail: (error: Error) => void;
    signal: AbortSignal;
  }[] = [];
  const work = new SharedWork<number>(
    ({ signal, progress }) =>
      new Promise((resolve, reject) => {
        progress?.(1, 2);
        runs.push({ end: resolve, fail: reject, signal: signal! });
      }),
  );
  return { work, runs };
}

describe("SharedWork", () => {
  it("is done once for all who ask", async () => {
    const { work, runs } = openWork();
    const asked = [work.get({}), work.get({})];
    runs[0]?.end(5);
    expect(await Promise.all(asked)).toEqual([5, 5]);
    expect(await work.get({})).toBe(5);
    expect(runs).toHaveLength(1);
  });

  it("goes on while anybody waits, and stops when nobody does", async () => {
    const { work, runs } = openWork();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = work.get({ signal: one.signal });
    const second = work.get({ signal: other.signal });
    one.abort();
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    expect(runs[0]?.signal.aborted).toBe(false);
    other.abort();
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    expect(runs[0]?.signal.aborted).toBe(true);
    const third = work.get({});
    runs[1]?.end(7);
    expect(await third).toBe(7);
  });

  it("is tried again after a failure", async () => {
    const { work, runs } = openWork();
    const failed = work.get({});
    runs[0]?.fail(new Error("disk"));
    await expect(failed).rejects.toThrow("disk");
    const again = work.get({});
    runs[1]?.end(1);
    expect(await again).toBe(1);
  });

  it("begins nothing for who has cancelled already", async () => {
    const { work, runs } = openWork();
    await expect(work.get({ signal: AbortSignal.abort() })).rejects.toBeDefined();
    expect(runs).toHaveLength(0);
  });
});
