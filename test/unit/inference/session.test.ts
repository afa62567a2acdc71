import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useBackend } from "../../../src/cli/backend.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { ModelSession } from "../../../src/inference/session.ts";
import { traceModel } from "../../../src/inference/trace.ts";
import { tinyModel, tinySpec, TinyReader } from "./tinyModel.ts";

const ids = [3, 1, 4, 1, 5, 9];
const local = { ids, upToLayer: 1, removal: "local" } as const;

beforeAll(() => useBackend("cpu"));

let before = 0;
beforeEach(() => {
  before = memory().numTensors;
});

function open(): { session: ModelSession; reader: TinyReader } {
  const model = tinyModel();
  const reader = new TinyReader(model);
  return { session: new ModelSession(model, reader), reader };
}

describe("a session", () => {
  test("gives the maps of a trace, locally and globally, and frees all of it at the end", async () => {
    const { session, reader } = open();
    await session.run({ ...local, removal: "global" });
    const arrays = new Map(
      (await traceModel(tinyModel(), reader, { ids })).map(({ name, values }) => [name, values]),
    );
    const cells = ids.length ** 2;
    for (const head of [0, 1]) {
      const part = (name: string): Float32Array | undefined =>
        arrays.get(name)?.subarray(head * cells, (head + 1) * cells);
      const localMaps = await session.attention(1, head, "local");
      expect(localMaps.size).toBe(ids.length);
      expect(localMaps.withPosition).toEqual(part("attn.1"));
      expect(localMaps.withoutPosition).toEqual(part("attn_local.1"));
      const globalMaps = await session.attention(1, head, "global");
      expect(globalMaps.withPosition).toEqual(part("attn.1"));
      expect(globalMaps.withoutPosition).toEqual(part("attn_global.1"));
    }
    const embedding = await session.inputEmbedding();
    expect(embedding).toMatchObject({ tokens: ids.length, width: 6 });
    expect(embedding.values).toEqual(arrays.get("hidden.0"));
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("asks for each tensor once, and for a new prompt only for new rows", async () => {
    const { session, reader } = open();
    await session.run({ ...local, upToLayer: 0 });
    await session.run(local);
    expect(new Set(reader.asked).size).toBe(reader.asked.length);
    expect(reader.asked[0]).toBe("model.embed_tokens.weight[3,1,4,5,9]");
    const asked = reader.asked.length;
    await session.run({ ...local, ids: [...ids, 2, 6] });
    expect(reader.asked.slice(asked)).toEqual(["model.embed_tokens.weight[2,6]"]);
    session.dispose();
  });

  test("goes on from a shorter run and not from the start", async () => {
    const { session } = open();
    const seen: string[] = [];
    const hooks = { onProgress: (_: number, __: number, what: string): number => seen.push(what) };
    await session.run({ ...local, upToLayer: 0 }, hooks);
    await session.run(local, hooks);
    expect(seen.filter((what) => what === "layer 0")).toHaveLength(1);
    expect(seen.filter((what) => what === "layer 1")).toHaveLength(1);
    session.dispose();
  });

  test("holds no more tensors after the same run again, nor after another prompt as long", async () => {
    const { session } = open();
    await session.run(local);
    const held = memory().numTensors;
    await session.attention(0, 0, "local");
    await session.thumbnails(1, 5);
    await session.run(local);
    await session.run({ ...local, ids: [...ids].reverse() });
    expect(memory().numTensors).toBe(held);
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("stops when cancelled, and goes on when asked again", async () => {
    const { session } = open();
    const controller = new AbortController();
    const hooks = {
      signal: controller.signal,
      onProgress: (_: number, __: number, what: string): void => {
        if (what === "layer 1") controller.abort(new Error("enough"));
      },
    };
    await expect(session.run(local, hooks)).rejects.toThrow("enough");
    await expect(session.attention(1, 0, "local")).rejects.toThrow("not been computed");
    await session.run(local);
    expect((await session.attention(1, 0, "local")).size).toBe(ids.length);
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("frees everything when it is disposed in the middle of a run", async () => {
    const { session } = open();
    const running = session.run(local, {
      onProgress: (_, __, what) => {
        if (what === "layer 1") session.dispose();
      },
    });
    await expect(running).rejects.toThrow("disposed");
    await expect(session.run(local)).rejects.toThrow("disposed");
    expect(memory().numTensors).toBe(before);
  });

  test("works with a cache that holds less than one layer", async () => {
    const model = tinyModel();
    const small = new ModelSession(model, new TinyReader(model), { maxCachedBytes: 64 });
    const { session: large } = open();
    await small.run(local);
    await large.run(local);
    expect(await small.attention(1, 1, "local")).toEqual(await large.attention(1, 1, "local"));
    small.dispose();
    large.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("knows the bytes of a run before it, and asks for no more", async () => {
    const { session } = open();
    expect(session.neededBytes(0, [1, 1, 2])).toBe(4 * (6 + 48 + 24 + 12));
    session.dispose();
  });
});

describe("weights and values that are not finite", () => {
  test.each([NaN, Infinity])("%s in a weight is said with its name", async (value) => {
    const model = tinyModel();
    const reader = new TinyReader(model);
    reader.planted.set("model.layers.1.self_attn.k_proj.weight", value);
    const session = new ModelSession(model, reader);
    const failure = await session.run(local).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FormatError);
    expect(failure).toMatchObject({ code: "bad-value" });
    expect(String(failure)).toContain("layers.1.self_attn.k_proj.weight");
    // Layer 0 was computed before and can still be shown.
    expect((await session.attention(0, 0, "local")).size).toBe(ids.length);
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test("NaN in an embedding row is said with its tokens", async () => {
    const model = tinyModel();
    const reader = new TinyReader(model);
    reader.planted.set("model.embed_tokens.weight", NaN);
    const session = new ModelSession(model, reader);
    await expect(session.run({ ...local, ids: [0, 1] })).rejects.toThrow("tokens 0, 1");
    session.dispose();
  });

  test("sums beyond float32 are noticed before a softmax hides them", async () => {
    const model = tinyModel();
    const reader = new TinyReader(model);
    reader.planted.set("model.layers.0.mlp.down_proj.weight", 3e38);
    reader.planted.set("model.layers.0.mlp.up_proj.weight", 3e38);
    const session = new ModelSession(model, reader);
    await expect(session.run(local)).rejects.toMatchObject({ code: "bad-value" });
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("thumbnails", () => {
  test.each([1, 4, 6, 13])("of side %i hold the largest attention of each part", async (side) => {
    const { session } = open();
    await session.run(local);
    const pooled = await session.thumbnails(1, side);
    const size = ids.length;
    for (const head of [0, 1]) {
      const { withPosition } = await session.attention(1, head, "local");
      for (let row = 0; row < side; row++) {
        for (let column = 0; column < side; column++) {
          let largest = 0;
          for (let i = Math.floor((row * size) / side); i < ((row + 1) * size) / side; i++) {
            for (
              let j = Math.floor((column * size) / side);
              j < ((column + 1) * size) / side;
              j++
            ) {
              largest = Math.max(largest, withPosition[i * size + j] ?? NaN);
            }
          }
          expect(pooled[(head * side + row) * side + column]).toBe(largest);
        }
      }
    }
    session.dispose();
  });
});

describe("windows", () => {
  test("hide all keys farther back, in every removal", async () => {
    const model = tinyModel(tinySpec({ windows: [null, 2] }));
    const session = new ModelSession(model, new TinyReader(model));
    await session.run({ ...local, removal: "global" });
    const wide = await session.attention(0, 0, "global");
    const narrow = await session.attention(1, 0, "global");
    const size = ids.length;
    const farther = (map: Float32Array): number[] =>
      [...map].filter((_, i) => Math.floor(i / size) - (i % size) >= 2);
    expect(farther(narrow.withPosition).every((value) => value === 0)).toBe(true);
    expect(farther(narrow.withoutPosition).every((value) => value === 0)).toBe(true);
    expect(farther(wide.withPosition).some((value) => value > 0)).toBe(true);
    session.dispose();
  });
});
