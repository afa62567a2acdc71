/** How a class decides which layers see a window only. */
export type WindowRule =
  /** No class attribute: every layer sees all. */
  | "none"
  /** `sliding_window`, where it is not null, holds in every layer, or in those that `layer_types` names. */
  | "all-layers"
  /** Only with `use_sliding_window`, in layers from `max_window_layers` on or those that `layer_types` names. */
  | "switched";

/** What a config class fills in where `config.json` says nothing. */
export interface ModelType {
  readonly modelType: string;
  /** Class in transformers, for the reader of a provenance. */
  readonly configClass: string;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  /** `null` = as many as heads. A null in the file means that too, whatever the default is. */
  readonly kvHeads: number | null;
  /** `null` = hidden size / heads. */
  readonly headDim: number | null;
  readonly intermediateSize: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
  readonly ropeTheta: number;
  readonly normEps: number;
  readonly hiddenAct: string;
  readonly tieWordEmbeddings: boolean;
  readonly windowRule: WindowRule;
  readonly slidingWindow: number | null;
  readonly maxWindowLayers: number | null;
}

/** The type of that name. Compares names, so `__proto__` finds nothing. */
export function modelTypeOf(name: string): ModelType | undefined {
  return modelTypes.find(({ modelType }) => modelType === name);
}

const llama: ModelType = {
  modelType: "llama",
  configClass: "LlamaConfig",
  hiddenSize: 4096,
  layers: 32,
  heads: 32,
  kvHeads: null,
  headDim: null,
  intermediateSize: 11008,
  vocabSize: 32000,
  maxPositions: 2048,
  ropeTheta: 10000,
  normEps: 1e-6,
  hiddenAct: "silu",
  tieWordEmbeddings: false,
  windowRule: "none",
  slidingWindow: null,
  maxWindowLayers: null,
};

const qwen2: ModelType = {
  ...llama,
  modelType: "qwen2",
  configClass: "Qwen2Config",
  kvHeads: 32,
  intermediateSize: 22016,
  vocabSize: 151936,
  maxPositions: 32768,
  windowRule: "switched",
  slidingWindow: 4096,
  maxWindowLayers: 28,
};

/** Class defaults of transformers 5.23.0, `models/<type>/configuration_<type>.py`. A new type is a row here. */
const modelTypes: readonly ModelType[] = [
  llama,
  {
    ...llama,
    modelType: "mistral",
    configClass: "MistralConfig",
    kvHeads: 8,
    intermediateSize: 14336,
    maxPositions: 131072,
    windowRule: "all-layers",
    slidingWindow: 4096,
  },
  qwen2,
  { ...qwen2, modelType: "qwen3", configClass: "Qwen3Config", headDim: 128 },
];
