import { FormatError } from "../core/errors.ts";
import type { LayerRole, ModelRole } from "../core/models/families/familyTable.ts";
import type { ModelSpec } from "../core/models/modelSpec.ts";
import { whyNotRun } from "./whyNotRun.ts";

export type ShapedRole = LayerRole | ModelRole;

export interface AllowedShape {
  /** `undefined` where the config does not say. */
  readonly shape: readonly (number | undefined)[];
  /** The sizes by name, for messages. */
  readonly why: string;
}

/** The shape that a config allows for a role's weight, or for its bias: one value per output. */
export function allowedShape(
  spec: ModelSpec,
  role: ShapedRole | `${ShapedRole}.bias`,
): AllowedShape {
  if (!isBias(role)) return shapes[role](spec);
  const { shape, why } = shapes[role.slice(0, -".bias".length) as ShapedRole](spec);
  return { shape: shape.slice(0, 1), why };
}

/**
 * Refuses sizes that no run can have, before a shape is computed from them.
 * @throws FormatError `bad-value` that names key, value and what is allowed; `unsupported` for positions
 * that cannot be run.
 */
export function requireSizes(spec: ModelSpec): void {
  const sizes = {
    hidden_size: spec.hiddenSize,
    num_hidden_layers: spec.layers,
    num_attention_heads: spec.heads,
    num_key_value_heads: spec.kvHeads,
    head_dim: spec.headDim,
  };
  for (const [key, value] of Object.entries(sizes)) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new FormatError("bad-value", `${key} is ${value}, allowed are whole numbers from 1`);
  }
  if (spec.heads % spec.kvHeads !== 0) {
    throw new FormatError(
      "bad-value",
      `${spec.heads} attention heads cannot share ${spec.kvHeads} key/value heads evenly: ` +
        `num_attention_heads must be a multiple of num_key_value_heads`,
    );
  }
  if (spec.scheme.kind !== "rope") {
    throw new FormatError(
      "unsupported",
      `positions of this model cannot be run: ${whyNotRun(spec.scheme)}`,
    );
  }
  if (!isRotary(spec.scheme.rotaryDim, spec.headDim)) {
    throw new FormatError(
      "bad-value",
      `${spec.scheme.rotaryDim} of ${spec.headDim} dimensions of a head rotate, ` +
        `allowed is an even number of at most ${spec.headDim}`,
    );
  }
}

function isRotary(rotaryDim: number, headDim: number): boolean {
  return rotaryDim > 0 && rotaryDim % 2 === 0 && rotaryDim <= headDim;
}

function isBias(role: ShapedRole | `${ShapedRole}.bias`): role is `${ShapedRole}.bias` {
  return role.endsWith(".bias");
}

const hidden = ({ hiddenSize }: ModelSpec): AllowedShape => ({
  shape: [hiddenSize],
  why: `hidden size ${hiddenSize}`,
});
const perHead = ({ headDim }: ModelSpec): AllowedShape => ({
  shape: [headDim],
  why: `head size ${headDim}`,
});
const vocabulary = ({ vocabSize, hiddenSize }: ModelSpec): AllowedShape => ({
  shape: [vocabSize, hiddenSize],
  why: `vocabulary ${vocabSize ?? "not stated"}, hidden size ${hiddenSize}`,
});
const keys = ({ kvHeads, headDim, hiddenSize }: ModelSpec): AllowedShape => ({
  shape: [kvHeads * headDim, hiddenSize],
  why: `${kvHeads} key/value heads × head size ${headDim}, hidden size ${hiddenSize}`,
});
const queries = ({ heads, headDim, hiddenSize }: ModelSpec): AllowedShape => ({
  shape: [heads * headDim, hiddenSize],
  why: `${heads} heads × head size ${headDim}, hidden size ${hiddenSize}`,
});
const wide = ({ intermediateSize, hiddenSize }: ModelSpec): AllowedShape => ({
  shape: [intermediateSize, hiddenSize],
  why: `intermediate size ${intermediateSize ?? "not stated"}, hidden size ${hiddenSize}`,
});

/** PyTorch's order: [out, in]. */
const shapes: Readonly<Record<ShapedRole, (spec: ModelSpec) => AllowedShape>> = {
  embedding: vocabulary,
  head: vocabulary,
  finalNorm: hidden,
  attentionNorm: hidden,
  mlpNorm: hidden,
  q: queries,
  k: keys,
  v: keys,
  o: (spec) => reversed(queries(spec)),
  qNorm: perHead,
  kNorm: perHead,
  gate: wide,
  up: wide,
  down: (spec) => reversed(wide(spec)),
};

function reversed({ shape, why }: AllowedShape): AllowedShape {
  return { shape: [...shape].reverse(), why };
}
