import { describe, expect, it } from "vitest";

import {
  longestText,
  requireFields,
  requireIndices,
  requireRevision,
  requireText,
} from "../../../src/host/platform/requestChecks.ts";
import { toViewState } from "../../../src/host/platform/viewState.ts";

/** What a webview that shows a hostile file might send. */
describe("requests", () => {
  const refused = (check: () => unknown): unknown => {
    try {
      check();
      return undefined;
    } catch (error) {
      return error instanceof Error && "code" in error ? error.code : error;
    }
  };

  it.each([null, 3, "text", undefined])("refuses %j as parameters", (params) => {
    expect(refused(() => requireFields(params))).toBe("bad-request");
  });

  it("calls another revision stale", () => {
    expect(refused(() => requireRevision({ revision: 1 }, 2))).toBe("stale");
    expect(refused(() => requireRevision({}, 2))).toBe("stale");
    expect(refused(() => requireRevision({ revision: 2 }, 2))).toBeUndefined();
  });

  it.each([
    [[-1]],
    [[0.5]],
    [["1"]],
    [[NaN]],
    [[2 ** 60]],
    "12",
    { length: 1 },
    new Array(100_001).fill(0),
  ])("refuses rows such as %#", (rows) => {
    expect(refused(() => requireIndices({ rows }, "rows"))).toBe("bad-request");
  });

  it("takes whole numbers in any order", () => {
    expect(requireIndices({ rows: [3, 0, 3] }, "rows")).toEqual([3, 0, 3]);
  });

  it("refuses what is no text, or too long a one", () => {
    expect(refused(() => requireText({ text: 1 }, "text"))).toBe("bad-request");
    expect(refused(() => requireText({ text: "x".repeat(longestText + 1) }, "text"))).toBe(
      "bad-request",
    );
    expect(requireText({ text: "hi" }, "text")).toBe("hi");
  });
});

describe("toViewState", () => {
  const state = {
    prompt: "The cat sat",
    ids: null,
    tab: "attention",
    layer: 2,
    head: 1,
    removal: "local",
    zoom: { scale: 1, x: 0, y: 0 },
    tensor: null,
    words: null,
    whatIf: null,
  } as const;

  it("takes a whole state, and nothing beside it", () => {
    expect(toViewState({ ...state, extra: "x" })).toEqual(state);
    expect(toViewState({ ...state, ids: [1, 2] })).toEqual({ ...state, ids: [1, 2] });
  });

  it("forgets a tensor that it cannot read, and keeps one that it can", () => {
    const slice = { name: "a.weight", leading: [2], rows: [0, 4], cols: [1, 3] };
    const tensor = { ...slice, pool: "mean", against: null };
    expect(toViewState({ ...state, tensor })?.tensor).toEqual(tensor);
    for (const broken of [
      undefined,
      3,
      { ...tensor, pool: "sum" },
      { ...tensor, against: 1 },
      { ...tensor, name: null },
      { ...tensor, leading: [-1] },
      { ...tensor, leading: new Array(65).fill(0) },
      { ...tensor, rows: [0, 1.5] },
      { ...tensor, cols: [0] },
    ]) {
      expect(toViewState({ ...state, tensor: broken })?.tensor).toBeNull();
    }
  });

  it.each([
    null,
    "state",
    { ...state, prompt: 1 },
    { ...state, prompt: "x".repeat(200_001) },
    { ...state, ids: [1, -2] },
    { ...state, ids: "1,2" },
    { ...state, tab: "files" },
    { ...state, layer: 1.5 },
    { ...state, head: -1 },
    { ...state, removal: "both" },
    { ...state, zoom: null },
    { ...state, zoom: { scale: Infinity, x: 0, y: 0 } },
  ])("refuses %j", (value) => {
    expect(toViewState(value)).toBeUndefined();
  });
});
