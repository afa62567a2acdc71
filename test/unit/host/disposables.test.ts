import { describe, expect, it } from "vitest";

import { DisposableStore } from "../../../src/host/platform/disposableStore.ts";
import { Once } from "../../../src/host/platform/once.ts";

describe("DisposableStore", () => {
  it("disposes in reverse order, once", () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add({ dispose: () => order.push("first") });
    store.add({ dispose: () => order.push("second") });
    store.dispose();
    store.dispose();
    expect(order).toEqual(["second", "first"]);
  });

  it("disposes at once what comes too late", () => {
    const store = new DisposableStore();
    store.dispose();
    let isDisposed = false;
    store.add({ dispose: () => (isDisposed = true) });
    expect(isDisposed).toBe(true);
  });

  it("disposes the others when one fails, and tells", () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add({ dispose: () => order.push("first") });
    store.add({
      dispose: () => {
        throw new Error("broken");
      },
    });
    expect(() => store.dispose()).toThrow(AggregateError);
    expect(order).toEqual(["first"]);
  });
});

describe("Once", () => {
  it("makes a value one time until it is dropped", async () => {
    let made = 0;
    const closed: number[] = [];
    const once = new Once<number>();
    const get = (): Promise<number> => once.get(async () => (made += 1));
    expect([await get(), await get()]).toEqual([1, 1]);
    once.drop((value) => closed.push(value));
    expect(await get()).toBe(2);
    expect(closed).toEqual([1]);
  });

  it("tries again after a failure", async () => {
    const once = new Once<string>();
    await expect(once.get(() => Promise.reject(new Error("busy")))).rejects.toThrow("busy");
    expect(await once.get(async () => "ready")).toBe("ready");
  });
});
