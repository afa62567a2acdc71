import { describe, expect, test } from "vitest";
import { FormatError, type FormatErrorCode } from "../../../src/core/errors.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import { maxNeededBytes, maxTokens } from "../../../src/inference/limits.ts";
import { ModelNames } from "../../../src/inference/modelNames.ts";
import {
  planRun,
  requireRoom,
  type LoadingPlan,
  type RunEnd,
} from "../../../src/inference/plan.ts";
import { tensorInfo, tinyModel, tinySpec, type TinyModel } from "./tinyModel.ts";

function plan(model: TinyModel, ids: readonly number[], end: RunEnd): LoadingPlan {
  return planRun({ spec: model.spec, names: new ModelNames(model) }, ids, end);
}

function refusal(run: () => unknown): { code: FormatErrorCode; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof FormatError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was refused");
}

function withSpec(change: Partial<ModelSpec>): TinyModel {
  return tinyModel(tinySpec(change));
}

function withTensor(name: string, ...rest: [shape: readonly number[], dtype?: "I8"]): TinyModel {
  const model = tinyModel();
  const tensors = model.tensors.map((old) => (old.name === name ? tensorInfo(name, ...rest) : old));
  return { ...model, tensors };
}

describe("what a run needs", () => {
  test("of a layer's maps: its q, k and norm, and all of the layers before it", () => {
    const { tensors, neededBytes, keptBytes } = plan(tinyModel(), [3, 4, 3], { queryKeyOf: 1 });
    const inLayer1 = tensors.map(({ name }) => name).filter((name) => name.includes("layers.1."));
    expect(inLayer1).toEqual([
      "model.layers.1.input_layernorm.weight",
      "model.layers.1.self_attn.q_proj.weight",
      "model.layers.1.self_attn.k_proj.weight",
    ]);
    expect(tensors.filter(({ name }) => name.includes("layers.0."))).toHaveLength(9);
    // Layer 0 whole: 6 + 48 + 24 + 24 + 48 + 6 + 60 + 60 + 60; layer 1: 6 + 48 + 24; two different rows of 6.
    expect(neededBytes).toBe(4 * (336 + 78 + 12));
    expect(keptBytes).toBe(2 * 3 * (2 + 1) * 4 * 4);
  });

  test("of the logits of a tied model: the embedding once, and whole", () => {
    const { neededBytes } = plan(tinyModel(), [3], { logits: true });
    expect(neededBytes).toBe(4 * (2 * 336 + 6 + 66));
  });

  test("finds names with a prefix, without one, and says where it looked", () => {
    const model = tinyModel();
    const bare = model.tensors.map((tensor) => ({
      ...tensor,
      name: tensor.name.replace("model.", ""),
    }));
    expect(plan({ ...model, tensors: bare }, [1], { queryKeyOf: 0 }).tensors[0]?.name).toBe(
      "layers.0.input_layernorm.weight",
    );
    const { message } = refusal(() => plan({ ...model, tensors: [] }, [1], { queryKeyOf: 0 }));
    expect(message).toContain("embed_tokens.weight");
    expect(message).toContain("model.");
  });
});

describe("refused before anything is read", () => {
  const q = "model.layers.0.self_attn.q_proj.weight";
  const cases: [string, TinyModel, readonly number[], FormatErrorCode, string][] = [
    ["no tokens", tinyModel(), [], "bad-token", "no tokens"],
    ["a token beyond the vocabulary", tinyModel(), [1, 11], "bad-token", "token 11 at position 1"],
    ["a negative token", tinyModel(), [-1], "bad-token", "ids 0 to 10"],
    ["half a token", tinyModel(), [0.5], "bad-token", "token 0.5"],
    [
      "too many tokens",
      tinyModel(),
      new Array<number>(maxTokens + 1).fill(1),
      "limit-exceeded",
      `at most ${maxTokens}`,
    ],
    [
      "heads that do not divide",
      withSpec({ heads: 3, kvHeads: 2 }),
      [1],
      "bad-value",
      "3 attention heads",
    ],
    ["no heads", withSpec({ heads: 0 }), [1], "bad-value", "num_attention_heads is 0"],
    ["a negative size", withSpec({ hiddenSize: -6 }), [1], "bad-value", "hidden_size is -6"],
    [
      "a shape that the sizes do not allow",
      withTensor(q, [7, 6]),
      [1],
      "bad-shape",
      `${q} has shape [7, 6], allowed is [8, 6] (2 heads × head size 4, hidden size 6)`,
    ],
    ["a matrix with a third axis", withTensor(q, [8, 6, 1]), [1], "bad-shape", "[8, 6, 1]"],
    ["weights that are quantised", withTensor(q, [8, 6], "I8"), [1], "unsupported", "type I8"],
    [
      "positions of a kind that is not known",
      withSpec({ scheme: { kind: "unknown", reason: "a scheme of tomorrow" } }),
      [1],
      "unsupported",
      "a scheme of tomorrow",
    ],
  ];

  test.each(cases)("%s", (...row) => {
    const [, model, ids, code, part] = row;
    const refused = refusal(() => plan(model, ids, { queryKeyOf: 0 }));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(part);
  });

  test("a layer that the model does not have", () => {
    const refused = refusal(() => plan(tinyModel(), [1], { queryKeyOf: 2 }));
    expect(refused.message).toContain("layers 0 to 1");
  });

  test("a tensor that is missing, by its name", () => {
    const model = tinyModel();
    const tensors = model.tensors.filter(({ name }) => name !== q);
    const refused = refusal(() => plan({ ...model, tensors }, [1], { queryKeyOf: 0 }));
    expect(refused).toMatchObject({ code: "missing-tensor" });
    expect(refused.message).toContain("layers.0.self_attn.q_proj.weight");
  });

  test("a type that is not known", () => {
    const model = tinyModel();
    const tensors = model.tensors.map((old) =>
      old.name === q ? { ...old, dtype: undefined, dtypeName: "F99" } : old,
    );
    const refused = refusal(() => plan({ ...model, tensors }, [1], { queryKeyOf: 0 }));
    expect(refused).toMatchObject({ code: "bad-dtype" });
  });

  test("a family without a table", () => {
    const model = withSpec({ family: undefined, modelType: "reformer" });
    expect(refusal(() => new ModelNames(model)).message).toContain('"reformer"');
  });

  test("more bytes than the limit, with the size that would be needed", () => {
    const neededBytes = maxNeededBytes + 1;
    const refused = refusal(() => requireRoom({ tensors: [], neededBytes, keptBytes: 0 }));
    expect(refused.code).toBe("limit-exceeded");
    expect(refused.message).toContain(`${neededBytes} bytes`);
    expect(() =>
      requireRoom({ tensors: [], neededBytes: maxNeededBytes, keptBytes: 0 }),
    ).not.toThrow();
  });

  test("a config that claims 10⁹ layers, at the first that is missing", () => {
    const started = performance.now();
    const refused = refusal(() => plan(withSpec({ layers: 1e9 }), [1], { logits: true }));
    expect(refused.code).toBe("missing-tensor");
    expect(refused.message).toContain("layers.2.");
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
