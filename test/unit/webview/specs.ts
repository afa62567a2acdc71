import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import type { RopeScaling } from "../../../src/core/positions/scaling/ropeScaling.ts";

/** A small model with a scheme, trained and declared for the same length. */
export function specOf(
  scheme: PositionScheme,
  trained: number | undefined,
  { assumed }: { readonly assumed: boolean } = { assumed: false },
): ModelSpec {
  return {
    modelType: "test",
    architectures: [],
    family: undefined,
    hiddenSize: 64,
    layers: 2,
    heads: 8,
    kvHeads: 8,
    headDim: 8,
    intermediateSize: undefined,
    vocabSize: undefined,
    tieWordEmbeddings: true,
    normEps: 1e-6,
    hiddenAct: "silu",
    lengthKeys: {},
    lengths: {
      declared: trained,
      pretrained: trained,
      extended: undefined,
      trained,
      evidence: "",
      assumed,
    },
    windows: [null],
    scheme,
    dtype: undefined,
    quantization: undefined,
  };
}

/** The same with a rotation of base 10,000. */
export function ropeSpec(of: {
  readonly trained: number | undefined;
  readonly rotaryDim: number;
  readonly scaling?: RopeScaling;
  readonly assumed?: boolean;
}): ModelSpec {
  const scheme = {
    kind: "rope",
    base: 10_000,
    rotaryDim: of.rotaryDim,
    layout: "half",
    scaling: of.scaling ?? { type: "default" },
    maxPositions: of.trained,
  } as const;
  return specOf(scheme, of.trained, { assumed: of.assumed ?? false });
}
