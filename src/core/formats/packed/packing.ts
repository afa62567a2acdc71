/**
 * How a weight is packed: settings only, as plain data; the parts stand in the storage. One decoder each
 * (`decode/registry.ts`). Shapes below are those of the parts, for a logical weight [out, in].
 */
export type Packing =
  | ScaledPacking
  | Mxfp4Packing
  | Mxfp4ExpertsPacking
  | Mxfp8Packing
  | Nvfp4Packing
  | GptqPacking
  | AwqPacking
  | Bitsandbytes4Packing
  | Bitsandbytes8Packing
  | PackedIntsPacking
  | AffinePacking
  | BitnetPacking;

/** Codes of a byte, each times the scale of its block: FP8, and integers of compressed-tensors. */
export interface ScaledPacking {
  readonly method: "scaled";
  /** Sides of a block. One that is as wide as the weight is a scale a row; as wide and as high, one a tensor. */
  readonly blockRows: number;
  readonly blockColumns: number;
}

/** Floats of four bits (E2M1) with an exponent for 32 neighbours of a row. */
export interface Mxfp4Packing {
  readonly method: "mxfp4";
}

/** The same in gpt-oss: [experts, out, groups, 16] bytes, for a weight [experts, in, out]. */
export interface Mxfp4ExpertsPacking {
  readonly method: "mxfp4-experts";
}

/** Floats of eight bits (F8_E4M3) with an exponent for 32 neighbours of a row. */
export interface Mxfp8Packing {
  readonly method: "mxfp8";
}

/** Floats of four bits with an F8_E4M3 scale for 16 neighbours and, not in MLX, one float32 for all. */
export interface Nvfp4Packing {
  readonly method: "nvfp4";
  readonly globalScale: "divides" | "multiplies" | "none";
}

export interface GptqPacking {
  readonly method: "gptq";
  readonly bits: number;
  /** Inputs that share a scale, where no `order` part says which. */
  readonly groupSize: number;
  /** What is added to a stored zero point: 1 in v1. */
  readonly zeroOffset: 0 | 1;
}

export interface AwqPacking {
  readonly method: "awq";
  readonly groupSize: number;
}

export interface Bitsandbytes4Packing {
  readonly method: "bitsandbytes-4bit";
  /** Values of the flattened weight that share an absmax. */
  readonly blockSize: number;
  /** Where the absmax are codes themselves. */
  readonly nested?: { readonly blockSize: number; readonly offset: number };
}

export interface Bitsandbytes8Packing {
  readonly method: "bitsandbytes-8bit";
}

/** Integers in a row of bits, as compressed-tensors packs them. */
export interface PackedIntsPacking {
  readonly method: "packed-ints";
  readonly bits: number;
  readonly groupSize: number;
  /** `packed`: along the output, in words like the codes. */
  readonly zeros: "none" | "packed" | "plain";
}

/** Integers in a row of bits times a scale plus a bias, as MLX packs them. */
export interface AffinePacking {
  readonly method: "affine";
  readonly bits: number;
  readonly groupSize: number;
}

export interface BitnetPacking {
  readonly method: "bitnet";
  readonly scale: "divides" | "multiplies";
}

/**
 * What a part is for. `codes` are the packed values; `order` says the group of each input; `map` is a table of values;
 * `shape` and `state` describe the weight; `none` has no role for the weight (scales of activations).
 */
export type PartRole =
  | "codes"
  | "scales"
  | "global scale"
  | "zero points"
  | "biases"
  | "order"
  | "map"
  | "nested scales"
  | "nested map"
  | "shape"
  | "state"
  | "none";
