import { beforeAll, describe, expect, it } from "vitest";
import type { ModelEntry } from "../../../src/host/platform/modelEntry.ts";
import { createTensorHandlers } from "../../../src/host/platform/tensorHandlers.ts";
import { openedFixture, type OpenedFixture } from "../core/tensors/openedFixture.ts";

let fixture: OpenedFixture;
beforeAll(async () => {
  fixture = await openedFixture();
});

/** As a page asks: what it sends is data from outside. */
function ask(
  method: "tensorPicture" | "tensorElement" | "tensorStatistics" | "tensorComparison",
  params: unknown,
): Promise<unknown> {
  const tensors = ["odd", "plane", "other", "whole"].map((name) => fixture.info(name));
  const model = {
    table: async () => ({ value: { tensors }, problems: [] }),
    reader: async () => fixture.reader,
  } as unknown as ModelEntry;
  const handlers = createTensorHandlers(
    (asked) => ({ model, fields: asked as Readonly<Record<string, unknown>> }),
    () => undefined,
  );
  const handler = handlers[method] as (asked: unknown, signal: AbortSignal) => Promise<unknown>;
  return handler(params, new AbortController().signal);
}

const view = {
  name: "plane",
  leading: [],
  rows: [0, 64],
  cols: [0, 48],
  pool: "mean",
  against: null,
};

describe("what the host computes of tensors", () => {
  it("is never more cells than were asked for", async () => {
    const picture = await ask("tensorPicture", { task: "1", view, height: 5, width: 1000 });
    expect(picture).toMatchObject({ height: 5, width: 48, rows: [0, 64] });
    expect((picture as { values: Float32Array }).values).toHaveLength(5 * 48);
  });

  it("is exact for one element, whole numbers of 64 bits among them", async () => {
    const place = { leading: [], row: 3, col: 5 };
    const { text } = (await ask("tensorElement", { name: "whole", ...place })) as { text: string };
    const { bytes } = await fixture.reader.readTensor("whole");
    expect(text).toBe(String(new BigInt64Array(bytes)[3 * 9 + 5]));
  });

  it("compares and describes", async () => {
    const pair = { task: "1", name: "plane", against: "other" };
    expect(await ask("tensorComparison", pair)).toMatchObject({ count: 64 * 48, notFinite: 0 });
    expect(await ask("tensorStatistics", { task: "1", name: "odd" })).toMatchObject({ nan: 1 });
  });

  it.each([
    ["a tensor that is not there", { view: { ...view, name: "__proto__" }, height: 1, width: 1 }],
    ["no cells", { view, height: 0, width: 1 }],
    ["more cells than a screen has", { view, height: 1, width: 1e6 }],
    ["half a cell", { view, height: 1.5, width: 1 }],
    ["a pool that is not known", { view: { ...view, pool: "sum" }, height: 1, width: 1 }],
    ["no view", { view: null, height: 1, width: 1 }],
  ])("refuses a picture of %s", async (_, params) => {
    await expect(ask("tensorPicture", { task: "1", ...params })).rejects.toMatchObject({
      code: "bad-request",
    });
  });

  it.each([
    ["outside", { row: 7, col: 0 }, "bad-request"],
    ["at no place", { row: -1, col: 0 }, "bad-request"],
    ["at a place of another rank", { row: 0, col: 0, leading: [0] }, "bad-shape"],
  ])("refuses an element %s", async (_, place, code) => {
    const params = { name: "whole", leading: [], ...place };
    await expect(ask("tensorElement", params)).rejects.toMatchObject({ code });
  });
});
