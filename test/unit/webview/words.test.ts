import { describe, expect, it } from "vitest";
import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { ModelSnapshot } from "../../../src/protocol/contract.ts";
import type {
  PositionCollisions,
  PositionedSentence,
  WordPlane,
} from "../../../src/protocol/words.ts";
import { parseKeptView } from "../../../webview/app/keptView.ts";
import { reduce } from "../../../webview/app/reducer.ts";
import { defaultView, initialState } from "../../../webview/app/state.ts";
import { collisionWarnings } from "../../../webview/app/words/collisionWarnings.ts";
import { parseQuery } from "../../../webview/app/words/parseQuery.ts";
import { whyNoAttention } from "../../../webview/app/computeJob.ts";
import { figureOf } from "../../../webview/app/figures.ts";
import { planeLayout } from "../../../webview/app/words/planeLayout.ts";
import { sentenceMatrices } from "../../../webview/app/words/sentenceMatrices.ts";
import { tabsOf } from "../../../webview/app/words/wordsModel.ts";

const plain: TensorInfo = {
  name: "vectors",
  dtype: "F32",
  dtypeName: "F32",
  shape: [4, 2],
  file: "a.vec",
  offset: 0,
  byteLength: 32,
};
const vectors: TensorInfo = { ...plain, storage: { kind: "words", counted: "found" } };
const model = (tensor: TensorInfo, state: ModelSnapshot["state"] = null): ModelSnapshot => ({
  revision: 1,
  label: "a.vec",
  path: "/a",
  spec: null,
  provenance: [],
  problems: [],
  findings: [],
  tensors: [tensor],
  noTokenizer: "",
  state,
});

describe("tabs", () => {
  const tabAfter = (tensor: TensorInfo, state: ModelSnapshot["state"] = null): string =>
    reduce(initialState("inspector", null), { type: "modelLoaded", model: model(tensor, state) })
      .view.tab;

  it("are those that say something about static embeddings", () => {
    expect(tabsOf(model(vectors))).toEqual(["overview", "words", "tensors"]);
    expect(tabsOf(model(plain))).not.toContain("words");
    expect(tabsOf(null)).toContain("attention");
  });

  it("open on the words, and a kept tab that is not there is another", () => {
    expect(tabAfter(vectors)).toBe("words");
    expect(tabAfter(plain)).toBe("tensors");
    expect(tabAfter(vectors, { ...defaultView, tab: "attention" })).toBe("words");
    expect(tabAfter(vectors, { ...defaultView, tab: "overview" })).toBe("overview");
    expect(tabAfter(plain, { ...defaultView, tab: "words" })).toBe("attention");
  });

  it("are not left by a command for another one", () => {
    const loaded = reduce(initialState("inspector", null), {
      type: "modelLoaded",
      model: model(vectors),
    });
    const change = { tab: "attention" } as const;
    expect(reduce(loaded, { type: "viewChanged", change, by: "user" }).view.tab).toBe("words");
  });
});

describe("a question about words", () => {
  it("is a vector in brackets, or as many numbers as vectors have", () => {
    const vector = { query: { kind: "vector", values: [1, -0.5, 20] } };
    expect(parseQuery("[1, −0.5, 2e1]", 3)).toEqual(vector);
    expect(parseQuery("1 -.5 20", 3)).toEqual(vector);
    expect(parseQuery("[1, 2]", 3)).toEqual({
      problem: "The vector has 2 numbers; those of this file have 3.",
    });
  });

  it.each(["king - man + woman", "1984", "3.14 2", "[", "[]", "1 - 2", "0x10 1 2"])(
    "is words: %s",
    (text) => {
      expect(parseQuery(` ${text}`, 3)).toEqual({ query: { kind: "words", text } });
    },
  );

  it("is kept with the view", () => {
    const words = { query: "a", scheme: "sinusoidal", seed: 4 };
    expect(parseKeptView({ ...defaultView, words })?.words).toEqual(words);
    for (const broken of [undefined, 3, { ...words, seed: -1 }, { ...words, query: 1 }]) {
      expect(parseKeptView({ ...defaultView, words: broken })?.words).toBeNull();
    }
  });
});

describe("the plane of words", () => {
  const box = { width: 200, height: 100, margin: 20 };
  const plane = (points: number[]): WordPlane => ({
    words: points.slice(0, points.length / 2).map((_, i) => ({ word: `w${i}`, kind: "near" })),
    points: new Float64Array(points),
    variances: [1, 1],
    total: 2,
  });

  it("keeps distances alike along both axes, and fits", () => {
    const placed = planeLayout(plane([0, 0, 4, 0, 0, 1]), box);
    const [origin, across, up] = placed;
    expect(across!.x - origin!.x).toBeCloseTo(160, 9);
    expect(origin!.y - up!.y).toBeCloseTo(40, 9);
  });

  it("labels no word over another one", () => {
    const placed = planeLayout(plane([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 3]), box);
    const labels = placed.flatMap(({ label }) => (label === undefined ? [] : [label]));
    expect(labels.length).toBeGreaterThan(1);
    expect(labels.length).toBeLessThan(placed.length);
    expect(new Set(labels.map((label) => JSON.stringify(label))).size).toBe(labels.length);
    expect(placed.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });
});

describe("positions that collide", () => {
  const thresholds = { same: 1e-6, near: 1e-2 };
  const none: PositionCollisions = {
    compared: 512,
    near: 0,
    same: 0,
    pairs: [],
    period: null,
    thresholds,
  };
  const two = Float32Array.of(1, 0, 0, 1);
  const sentence = (collisions: Partial<PositionCollisions>): PositionedSentence => ({
    tokens: [
      { text: "the", found: "asTyped", position: 0 },
      { text: "zzz", found: "none", position: 1 },
      { text: "cat", found: "asTyped", position: 2 },
    ],
    dimensions: 2,
    words: two,
    positions: two,
    inputs: two,
    cosines: { without: two, with: two, positions: two },
    lengths: { words: 1, positions: 1 },
    collisions: { ...none, ...collisions },
  });

  it("are said with their words, their distance and the test that fails", () => {
    const pairs = [{ first: 0, second: 2, distance: 0 }];
    const tests = { collisions: { ...none, period: 2, near: 4, same: 4, pairs }, tests: [] };
    const said = collisionWarnings(sentence({ near: 5, same: 5, pairs }), tests);
    expect(said.map(({ severity }) => severity)).toEqual(["error", "error", "error"]);
    expect(said[0]?.text).toMatch(/positions 0 \(“the”\) and 2 \(“cat”\) have the same vector/);
    expect(said[1]?.text).toMatch(/^4 more pairs/);
    expect(said[2]?.text).toMatch(/repeat after 2: .*“No common period” fails/);
  });

  it("are told from those that are only near, and from none", () => {
    const pairs = [{ first: 0, second: 2, distance: 0.004 }];
    const near = collisionWarnings(sentence({ near: 1, pairs }), undefined);
    expect(near.map(({ text }) => text)).toEqual([
      expect.stringMatching(/nearly the same vector: their distance is 0\.004 .*near below 0\.01/),
    ]);
    const fine = collisionWarnings(sentence({}), { collisions: none, tests: [] });
    expect(fine).toEqual([expect.objectContaining({ severity: "info" })]);
    const unique = { ...none, near: 1, pairs };
    const [scheme] = collisionWarnings(sentence({}), { collisions: unique, tests: [] });
    expect(scheme?.text).toMatch(/^1 pair has nearly the same vector, .*“Uniqueness in float64”/);
  });

  it("are exported with their words and sums, once they are there", () => {
    const opened = reduce(initialState("inspector", null), {
      type: "modelLoaded",
      model: model(vectors),
    });
    expect(figureOf(opened)).toMatch(/^There are no words with positions/);
    const change = { sentence: { scheme: "sinusoidal", value: sentence({}) } };
    const figure = figureOf(reduce(opened, { type: "words", change }));
    if (typeof figure === "string") throw new Error(figure);
    expect(figure.array.shape).toEqual([3, 2, 2]);
    expect([...figure.table.rows].at(-1)).toEqual([2, "cat", 1, 1, 1, 1]);
    expect(whyNoAttention(model(vectors))).toMatch(/one vector per word/);
  });

  it("stand under pictures whose rows are named by place and word", () => {
    const { words, with: cosines } = sentenceMatrices(sentence({}));
    expect(words.rowLabels).toEqual(["0 the", "2 cat"]);
    expect([words.rows, words.cols, cosines.cols]).toEqual([2, 2, 2]);
    expect(cosines.scale.max).toBe(1);
  });
});
