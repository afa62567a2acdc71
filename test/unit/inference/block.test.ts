import {
  add,
  matMul,
  memory,
  mul,
  reshape,
  sigmoid,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../../src/cli/backend.ts";
import type { FamilyTable, LayerRole } from "../../../src/core/models/families/familyTable.ts";
import { llama } from "../../../src/core/models/families/llama.ts";
import { activation } from "../../../src/inference/activations.ts";
import { finishBlock, projectQueryKey, type Layer } from "../../../src/inference/block.ts";
import { composedKernels } from "../../../src/inference/kernels.ts";
import { createMask } from "../../../src/inference/mask.ts";
import { mixStandard } from "../../../src/inference/mixers/standard.ts";
import { layerNorm, rmsNorm } from "../../../src/inference/norms.ts";
import { createRotation } from "../../../src/inference/rotation.ts";
import { tinySpec } from "./tinyModel.ts";

beforeAll(() => useBackend("cpu"));

describe("activations, by the values of their formulas at 1 and −2", () => {
  const cases: [string, number, number][] = [
    ["silu", 0.7310586, -0.2384058],
    ["relu", 1, 0],
    ["gelu", 0.8413447, -0.0455003],
    ["gelu_new", 0.841192, -0.0454023],
    ["gelu_pytorch_tanh", 0.841192, -0.0454023],
  ];
  test.each(cases)("%s", (name, atOne, atMinusTwo) => {
    const values = tidy(() => activation(name)(tensor1d([1, -2])).dataSync<"float32">());
    expect(values[0]).toBeCloseTo(atOne, 5);
    expect(values[1]).toBeCloseTo(atMinusTwo, 5);
  });

  test("a name that is not known is refused with those that are", () => {
    expect(() => activation("mish")).toThrow(/"mish", known are silu/);
  });
});

describe("norms", () => {
  test("LayerNorm takes the mean away, RMSNorm does not", () => {
    const norms = tidy(() => {
      const x = tensor2d([[1, 3]]);
      const weight = tensor1d([2, 1]);
      return [layerNorm(x, weight, tensor1d([0.5, 0]), 0), rmsNorm(x, weight, 0)].map((norm) =>
        Array.from(norm.dataSync<"float32">()),
      );
    });
    expect(norms[0]).toEqual([-1.5, 1]);
    expect(norms[1]?.[0]).toBeCloseTo(2 / Math.sqrt(5), 6);
    expect(norms[1]?.[1]).toBeCloseTo(3 / Math.sqrt(5), 6);
  });
});

describe("a block of another family than LLaMA's", () => {
  const spec = tinySpec({ windows: [2] });
  const shapes: Partial<Record<LayerRole, [number, number]>> = {
    q: [8, 6],
    k: [4, 6],
    v: [4, 6],
    o: [6, 8],
    up: [10, 6],
    down: [6, 10],
  };
  const family: FamilyTable = {
    ...llama,
    layer: Object.fromEntries(
      Object.entries(llama.layer).filter(([role]) => role !== "gate" && role !== "mlpNorm"),
    ),
    norm: "layer",
    residual: "parallel",
    mlp: "plain",
  };

  test("adds attention and plain MLP of the one norm to what came in", () => {
    const before = memory().numTensors;
    const difference = tidy(() => {
      const weights = new Map<string, { weight: Tensor; bias: Tensor }>();
      for (const [role, [rows, columns]] of Object.entries(shapes)) {
        const weight = tensor2d(wave(rows * columns, rows), [rows, columns]);
        weights.set(role, { weight, bias: tensor1d(wave(rows, 3)) });
      }
      weights.set("attentionNorm", { weight: tensor1d(wave(6, 4)), bias: tensor1d(wave(6, 5)) });
      const get = (role: string): { weight: Tensor; bias: Tensor } => {
        const found = weights.get(role);
        if (found === undefined) throw new Error(role);
        return found;
      };
      const layer: Layer = { spec, family, kernels: composedKernels, weights: get };
      const hidden = tensor2d(wave(18, 2), [3, 6]);
      if (spec.scheme.kind !== "rope") throw new Error("not a rotation");
      const sight = {
        rotation: createRotation(spec.scheme, 3),
        mask: createMask(3, 2),
        scale: 0.5,
      };
      const queryKey = projectQueryKey(layer, hidden);
      const actual = finishBlock(layer, hidden, queryKey, sight);

      const linear = (role: string, x: Tensor2D): Tensor2D =>
        add(matMul(x, get(role).weight as Tensor2D, false, true), get(role).bias);
      const norm = get("attentionNorm");
      const x = layerNorm(hidden, norm.weight, norm.bias, spec.normEps) as Tensor2D;
      const v: Tensor3D = transpose(reshape(linear("v", x), [3, 1, 4]), [1, 0, 2]);
      const attended = linear("o", mixStandard(composedKernels, queryKey, v, sight));
      const up = linear("up", x);
      const mlp = linear("down", mul(up, sigmoid(up)));
      const expected = add(add(hidden, attended), mlp).dataSync<"float32">();
      return Math.max(
        ...actual.dataSync<"float32">().map((value, i) => Math.abs(value - (expected[i] ?? NaN))),
      );
    });
    expect(difference).toBeLessThan(1e-5);
    expect(memory().numTensors).toBe(before);
  });
});

function wave(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin((i + 1) * (seed + 0.618)));
}
