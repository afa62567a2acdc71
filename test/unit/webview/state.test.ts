import { describe, expect, it } from "vitest";
import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import type { ModelSnapshot, Picture } from "../../../src/protocol/contract.ts";
import { jobOf, whyNoAttention } from "../../../webview/app/computeJob.ts";
import { parseKeptView } from "../../../webview/app/keptView.ts";
import { headView } from "../../../webview/app/matrices.ts";
import { pieceText } from "../../../webview/app/pieceText.ts";
import { type Action, reduce } from "../../../webview/app/reducer.ts";
import { specRows } from "../../../webview/app/specRows.ts";
import { type AppState, defaultView, initialState } from "../../../webview/app/state.ts";
import { firstIds, parseTokenIds } from "../../../webview/app/tokenIds.ts";
import { readingFields, readingSentence } from "../../../webview/app/views/reading.ts";

const user = { by: "user" } as const;

describe("reducer", () => {
  it("takes the state that the workspace kept for the model over the page's own", () => {
    const kept = { ...defaultView, prompt: "of the page", head: 3 };
    const state = reduce(initialState("inspector", kept), {
      type: "modelLoaded",
      model: model({ state: { ...defaultView, prompt: "of the workspace" } }),
    });
    expect(state.view).toMatchObject({ prompt: "of the workspace", head: 0 });
  });

  it("keeps what is on the screen when the same model's files change", () => {
    const first = ready();
    const typed = after(first, { type: "viewChanged", change: { prompt: "typed" }, ...user });
    const again = after(typed, { type: "modelLoaded", model: model({ state: defaultView }) });
    expect(again.view.prompt).toBe("typed");
    expect(again.tokens.status).toBe("waiting");
  });

  it("never points outside the model", () => {
    const change = { layer: 99, head: 99 };
    const state = after(ready(), { type: "viewChanged", change, ...user });
    expect(state.view).toMatchObject({ layer: 1, head: 1 });
  });

  it("cuts the text anew when it changes, and only then", () => {
    const state = after(ready(), tokens("a b"));
    const moved = after(state, { type: "viewChanged", change: { head: 1 }, ...user });
    expect(moved.tokens.status).toBe("ready");
    const typed = after(moved, { type: "viewChanged", change: { prompt: "a b c" }, ...user });
    expect(typed.tokens.status).toBe("waiting");
  });

  it("keeps the picture while the next tokens are on their way, and the cursor only on maps of its size", () => {
    const state = after(ready(), tokens("a b"), { type: "maps", maps: picture() });
    const pointed = after(state, { type: "cursor", cell: { row: 1, col: 0 } });
    const other = after(pointed, { type: "maps", maps: { ...picture(), head: 1 } });
    expect(other.cursor).toEqual({ row: 1, col: 0 });
    const next = after(other, tokens("a b c"));
    expect(next.computed.maps).not.toBeNull();
    expect(next.cursor).toBeNull();
  });

  it("does not change for a cursor that did not move", () => {
    const state = after(ready(), { type: "cursor", cell: { row: 1, col: 0 } });
    expect(reduce(state, { type: "cursor", cell: { row: 1, col: 0 } })).toBe(state);
  });

  it("fills the grid layer by layer", () => {
    const thumbnails = { side: 1, values: new Float32Array(2) };
    const state = after(ready(), { type: "thumbnails", layer: 1, thumbnails });
    expect(state.computed.thumbnails).toEqual([null, thumbnails]);
    expect(after(state, { type: "forget" }).computed.thumbnails).toEqual([]);
  });
});

describe("what is computed", () => {
  it("is only what the visible tab shows", () => {
    const state = after(ready(), tokens("a b"));
    expect(jobOf(state)?.wants).toBe("attention");
    const on = (tab: "vectors" | "tensors" | "overview"): AppState =>
      after(state, { type: "viewChanged", change: { tab }, ...user });
    expect(jobOf(on("vectors"))?.wants).toBe("embedding");
    expect(jobOf(on("tensors"))).toBeNull();
    expect(jobOf(on("overview"))).toBeNull();
  });

  it("is nothing while the Inspector draws, and without tokens", () => {
    const state = after(ready(), tokens("a b"));
    expect(jobOf(after(state, { type: "lead", lead: "follows" }))).toBeNull();
    expect(jobOf(after(ready(), tokens("")))).toBeNull();
  });

  it("is another job for another head but keeps what belongs to the tokens", () => {
    const state = after(ready(), tokens("a b"));
    const other = after(state, { type: "viewChanged", change: { head: 1 }, ...user });
    expect(jobOf(other)?.key).not.toBe(jobOf(state)?.key);
    expect(jobOf(other)?.tokensKey).toBe(jobOf(state)?.tokensKey);
  });

  it("says why there is no attention", () => {
    expect(whyNoAttention(model({}))).toBe("");
    expect(whyNoAttention(model({ tensors: [] }))).toMatch(/No weights/);
    expect(whyNoAttention(model({ spec: null }))).toMatch(/config/);
    const spec = { ...specOf(), family: undefined, modelType: "bloom" };
    expect(whyNoAttention(model({ spec }))).toMatch(/"bloom"/);
  });
});

describe("kept state", () => {
  it("is taken as far as it is sound", () => {
    expect(parseKeptView(undefined)).toBeNull();
    expect(parseKeptView({ ...defaultView, head: 2 })).toEqual({ ...defaultView, head: 2 });
    const odd = { prompt: 5, ids: [1, "x"], tab: "nowhere", layer: -1, zoom: { scale: "1" } };
    expect(parseKeptView(odd)).toEqual(defaultView);
    const whole = { name: "a", leading: [1], rows: [0, 2], cols: [3, 4] };
    const tensor = { ...whole, pool: "mean", against: null };
    expect(parseKeptView({ ...defaultView, tensor })?.tensor).toEqual(tensor);
    expect(parseKeptView({ tensor: { ...whole, pool: 3, against: 1 } })?.tensor).toEqual({
      ...whole,
      pool: "extreme",
      against: null,
    });
    for (const broken of [
      1,
      { ...whole, name: 1 },
      { ...whole, leading: "1" },
      { ...whole, rows: [0] },
    ]) {
      expect(parseKeptView({ tensor: broken })?.tensor).toBeNull();
    }
  });
});

describe("typed ids", () => {
  it("may be divided by commas or spaces", () => {
    expect(parseTokenIds("5, 6 7\n8", 10)).toEqual({ ids: [5, 6, 7, 8], problem: "" });
  });

  it("are refused by name, place and allowed range", () => {
    expect(parseTokenIds("5, 12", 10).problem).toBe('"12" at entry 2 is no id from 0 to 9');
    expect(parseTokenIds("-1", 10).problem).toMatch(/"-1" at entry 1/);
    expect(parseTokenIds("1e3", 10_000).problem).toMatch(/"1e3"/);
  });

  it("begin inside a small vocabulary", () => {
    expect(firstIds(3)).toEqual([0, 1, 2]);
    expect(firstIds(undefined)).toHaveLength(32);
  });
});

describe("what a head shows", () => {
  const view = headView(picture(), specOf());

  it("gives with and without one scale and centres the difference", () => {
    expect(view.matrices.with.scale).toBe(view.matrices.without.scale);
    expect(view.matrices.difference.scale).toMatchObject({ kind: "diverging", max: 0.25 });
    expect([...view.profiles.with]).toEqual([0.875, 0.25]);
  });

  it("is read in fields and as a sentence", () => {
    const cell = { row: 1, col: 0 };
    expect(readingFields(view.matrices, cell)).toEqual([
      ["query", "1 ·b"],
      ["key", "0 a"],
      ["distance", "1"],
      ["with", "0.2500"],
      ["without", "0.5000"],
      ["difference", "−0.2500"],
    ]);
    expect(readingSentence(view.matrices, { row: 0, col: 1 })).toMatch(/not visible/);
  });

  it("shows a space of a vocabulary as a mark", () => {
    expect([pieceText("Ġthe"), pieceText("▁the"), pieceText("Ċ")]).toEqual(["·the", "·the", "↵"]);
  });
});

describe("facts of a model", () => {
  it("name their source, leave out what no file states, and give evidence for the trained length", () => {
    const span = { offset: 5, length: 3 };
    const from = { kind: "file", file: "config.json", key: "hidden_size", span } as const;
    const rows = specRows(model({ provenance: [["hiddenSize", from]] }));
    expect(rows.find(({ name }) => name === "width")).toMatchObject({ value: "8", from });
    expect(rows.some(({ name }) => name === "quantisation")).toBe(false);
    expect(rows.find(({ name }) => name === "trained length")?.why).toBe("because");
  });
});

function after(state: AppState, ...actions: readonly Action[]): AppState {
  return actions.reduce(reduce, state);
}

function ready(): AppState {
  return after(initialState("inspector", null), { type: "modelLoaded", model: model({}) });
}

function tokens(text: string): Action {
  const pieces = text.split(" ").filter((piece) => piece !== "");
  return { type: "tokens", tokens: { status: "ready", ids: pieces.map((_, id) => id), pieces } };
}

function picture(): Picture {
  return {
    label: "rope",
    layer: 0,
    head: 0,
    removal: "local",
    tokens: ["a", "Ġb"],
    size: 2,
    withPosition: Float32Array.of(1, 0, 0.25, 0.75),
    withoutPosition: Float32Array.of(1, 0, 0.5, 0.5),
    backend: { backend: "cpu", adapter: "", passedOver: [] },
  };
}

function model(change: Partial<ModelSnapshot>): ModelSnapshot {
  return {
    revision: 1,
    label: "rope",
    path: "/models/rope",
    spec: specOf(),
    provenance: [],
    problems: [],
    findings: [],
    tensors: [tensor("model.embed_tokens.weight", [16, 8])],
    noTokenizer: null,
    state: null,
    ...change,
  };
}

function tensor(name: string, shape: readonly number[]): TensorInfo {
  const byteLength = shape.reduce((product, size) => product * size, 4);
  const place = { file: "model.safetensors", offset: 0, byteLength };
  return { name, dtype: "F32", dtypeName: "F32", shape, ...place };
}

function specOf(): ModelSpec {
  return {
    modelType: "llama",
    architectures: ["LlamaForCausalLM"],
    family: "llama",
    hiddenSize: 8,
    layers: 2,
    heads: 2,
    kvHeads: 2,
    headDim: 4,
    intermediateSize: 16,
    vocabSize: 16,
    tieWordEmbeddings: true,
    normEps: 1e-6,
    hiddenAct: "silu",
    lengthKeys: {},
    lengths: {
      declared: 128,
      pretrained: 128,
      extended: undefined,
      trained: 128,
      evidence: "because",
      assumed: false,
    },
    windows: [null],
    scheme: {
      kind: "rope",
      base: 10_000,
      rotaryDim: 4,
      layout: "half",
      scaling: { type: "default" },
      maxPositions: 128,
    },
    dtype: "float32",
    quantization: undefined,
  };
}
