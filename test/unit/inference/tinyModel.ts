import type { DType, TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import { FormatError } from "../../../src/core/errors.ts";
import type { RawTensor, WeightReader } from "../../../src/inference/weights.ts";

/** A model small enough to be built in a test: 2 layers, 2 heads of 4 over 1 key/value head, 11 tokens. */
export function tinySpec(change: Partial<ModelSpec> = {}): ModelSpec {
  return {
    modelType: "llama",
    architectures: ["LlamaForCausalLM"],
    family: "llama",
    hiddenSize: 6,
    layers: 2,
    heads: 2,
    kvHeads: 1,
    headDim: 4,
    intermediateSize: 10,
    vocabSize: 11,
    tieWordEmbeddings: true,
    normEps: 1e-5,
    hiddenAct: "silu",
    lengthKeys: { max_position_embeddings: 32 },
    lengths: {
      declared: 32,
      pretrained: 32,
      extended: undefined,
      trained: 32,
      evidence: "made up",
      assumed: false,
    },
    windows: [null],
    scheme: {
      kind: "rope",
      base: 10_000,
      rotaryDim: 4,
      layout: "half",
      scaling: { type: "default" },
      maxPositions: 32,
    },
    dtype: "float32",
    quantization: undefined,
    ...change,
  };
}

export interface TinyModel {
  readonly spec: ModelSpec;
  readonly tensors: readonly TensorInfo[];
}

const layerShapes: Readonly<Record<string, readonly number[]>> = {
  input_layernorm: [6],
  "self_attn.q_proj": [8, 6],
  "self_attn.k_proj": [4, 6],
  "self_attn.v_proj": [4, 6],
  "self_attn.o_proj": [6, 8],
  post_attention_layernorm: [6],
  "mlp.gate_proj": [10, 6],
  "mlp.up_proj": [10, 6],
  "mlp.down_proj": [6, 10],
};

export function tinyModel(spec = tinySpec()): TinyModel {
  const named: [string, readonly number[]][] = [
    ["model.embed_tokens.weight", [11, 6]],
    ["model.norm.weight", [6]],
  ];
  for (let layer = 0; layer < 2; layer++) {
    for (const [name, shape] of Object.entries(layerShapes)) {
      named.push([`model.layers.${layer}.${name}.weight`, shape]);
    }
  }
  return { spec, tensors: named.map(([name, shape]) => tensorInfo(name, shape)) };
}

export function tensorInfo(
  name: string,
  shape: readonly number[],
  dtype: DType = "F32",
): TensorInfo {
  const byteLength = 4 * shape.reduce((product, size) => product * size, 1);
  return { name, dtype, dtypeName: dtype, shape, file: "model.safetensors", offset: 0, byteLength };
}

/** Gives made-up weights, the same for a name at each ask, and writes down what was asked. */
export class TinyReader implements WeightReader {
  readonly asked: string[] = [];
  /** Value that takes the place of the first element of a tensor. */
  readonly planted = new Map<string, number>();
  readonly #tensors: readonly TensorInfo[];

  constructor({ tensors }: TinyModel) {
    this.#tensors = tensors;
  }

  async readTensor(name: string, signal?: AbortSignal): Promise<RawTensor> {
    signal?.throwIfAborted();
    this.asked.push(name);
    const { shape } = this.#find(name);
    return { dtype: "F32", shape, bytes: this.#values(name, shape).buffer };
  }

  async readRows(name: string, rows: readonly number[], signal?: AbortSignal): Promise<RawTensor> {
    signal?.throwIfAborted();
    this.asked.push(`${name}[${rows.join(",")}]`);
    const { shape } = this.#find(name);
    const width = shape[1] ?? 0;
    const all = this.#values(name, shape);
    const picked = rows.flatMap((row) => [...all.subarray(row * width, (row + 1) * width)]);
    return { dtype: "F32", shape: [rows.length, width], bytes: new Float32Array(picked).buffer };
  }

  #find(name: string): TensorInfo {
    const found = this.#tensors.find((tensor) => tensor.name === name);
    if (found === undefined) throw new FormatError("missing-tensor", `no ${name}`);
    return found;
  }

  #values(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
    const seed = Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 9973, 7);
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, (_, i) =>
      Math.sin((i + 1) * (seed + 0.618)),
    );
    const planted = this.planted.get(name);
    if (planted !== undefined) values[0] = planted;
    return values;
  }
}
