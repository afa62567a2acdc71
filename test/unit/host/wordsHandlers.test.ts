import { describe, expect, it } from "vitest";
import type { ModelEntry } from "../../../src/host/platform/modelEntry.ts";
import { createWordsHandlers } from "../../../src/host/platform/wordsHandlers.ts";
import { toWordsView } from "../../../src/host/platform/wordsView.ts";

/** As a page asks; the answer is what would be asked of the thread. */
function ask(
  method: keyof ReturnType<typeof createWordsHandlers>,
  params: object,
): Promise<unknown> {
  const client = { ask: async (name: string, asked: object) => ({ name, asked }) };
  const model = { words: async () => client } as unknown as ModelEntry;
  const handlers = createWordsHandlers(
    (fields) => ({ model, fields: fields as Readonly<Record<string, unknown>> }),
    () => undefined,
  );
  const handler = handlers[method] as (asked: unknown, signal: AbortSignal) => Promise<unknown>;
  return handler({ task: "1", ...params }, new AbortController().signal);
}

describe("what is asked about words", () => {
  it("goes to the thread as it was checked, and nothing beside it", async () => {
    const query = { kind: "vector", values: [1, -2.5], more: true };
    expect(await ask("wordNeighbours", { query, count: 20, extra: 1 })).toEqual({
      name: "wordNeighbours",
      asked: { query: { kind: "vector", values: [1, -2.5] }, count: 20 },
    });
    expect(await ask("wordSearch", { text: "ab" })).toMatchObject({ asked: { text: "ab" } });
    const positions = { scheme: "sinusoidal", seed: 3 };
    expect(await ask("wordSentence", { text: "a b", ...positions })).toMatchObject({
      asked: { text: "a b", ...positions },
    });
  });

  const words = { kind: "words", text: "a" };
  it.each([
    ["wordSearch", { text: 5 }],
    ["words", { task: 1 }],
    ["wordNeighbours", { query: null, count: 1 }],
    ["wordNeighbours", { query: { kind: "vector", values: [1, "2"] }, count: 1 }],
    ["wordNeighbours", { query: { kind: "vector", values: [null] }, count: 1 }],
    ["wordNeighbours", { query: { kind: "vector", values: new Array(16_385).fill(0) }, count: 1 }],
    ["wordNeighbours", { query: { kind: "else" }, count: 1 }],
    ["wordNeighbours", { query: words, count: 0 }],
    ["wordNeighbours", { query: words, count: 1001 }],
    ["wordSentence", { text: "a", scheme: "constructor", seed: 0 }],
    ["wordSentence", { text: "a", scheme: "sinusoidal", seed: -1 }],
    ["wordPositions", { scheme: "sinusoidal", seed: 2 ** 32 }],
    ["wordPositions", { scheme: "sinusoidal", seed: 0.5 }],
  ] as const)("is refused: %s %j", async (method, params) => {
    await expect(ask(method, params)).rejects.toMatchObject({ code: "bad-request" });
  });

  it("is kept with the view where it is whole", () => {
    const view = { query: "king", scheme: "sinusoidal", seed: 1 };
    expect(toWordsView({ ...view, more: 1 })).toEqual(view);
    for (const broken of [null, 5, { ...view, query: 1 }, { ...view, seed: "1" }]) {
      expect(toWordsView(broken)).toBeUndefined();
    }
  });
});
