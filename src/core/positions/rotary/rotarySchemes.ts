/** Rotations beside plain RoPE, and what acts on a rotation: maps of positions, scales of queries, drawn positions. */

/** Three position ids a token, each turning pairs of its own (Wang et al. 2024, Qwen2-VL, arXiv 2409.12191). */
export interface MropeScheme {
  readonly kind: "mrope";
  readonly base: number;
  /**
   * Pairs of time, height and width; their sum is half of the rotated dimensions. Configs of Ernie 4.5 VL write height
   * and width first, then time.
   */
  readonly sections: readonly number[];
  readonly layout: MropeLayout;
  /** An image in the middle of the text; `undefined` for text alone, where the three ids are equal. */
  readonly image: MropeImage | undefined;
}

/**
 * Whose the pairs are: blocks (Qwen2-VL, GLM-4V), time, height and width in turn (Qwen3-VL), or height and width in
 * turn before time (Ernie 4.5 VL).
 */
export type MropeLayout = "contiguous" | "interleaved" | "heightWidthFirst";

export interface MropeImage {
  /** Frames, rows and columns of patches before they are merged. */
  readonly grid: readonly number[];
  /** Tokens of text before it. */
  readonly start: number;
  /** Patches that are merged into one token, along a side. */
  readonly merge: number;
}

/** Pairs that turn with the row of a patch, and pairs that turn with its column. */
export interface GridRopeScheme {
  readonly kind: "gridRope";
  readonly family: "qwen2Vl" | "pixtral" | "dinov3";
  readonly base: number;
  /** A multiple of 4. */
  readonly headDim: number;
  readonly height: number;
  readonly columns: number;
}

/** RoPE whose pairs also shrink with distance (Sun et al. 2022, xPos). */
export interface XposScheme {
  readonly kind: "xpos";
  readonly base: number;
  readonly headDim: number;
  readonly gamma: number;
  /** Tokens over which a pair shrinks by its ζ. */
  readonly scaleBase: number;
  /** Where positions of the scale are counted from; products of a query and a key do not see it. */
  readonly centre: "start" | "torchscale" | "xTransformers";
}

/** RoPE with its base raised once and for all (Peng et al. 2023, section 3.1, after bloc97). */
export interface NtkAwareScheme {
  readonly kind: "ntkAware";
  readonly base: number;
  readonly rotaryDim: number;
  /** Ratio of the extension. */
  readonly alpha: number;
}

/** RoPE with the distances of far pairs replaced by ones that training showed. */
export interface MappedRopeScheme {
  readonly kind: "mappedRope";
  readonly base: number;
  readonly rotaryDim: number;
  readonly map: PositionMap;
}

/** Which distance a query at i turns by for a key at j. Windows, chunks and groups in tokens. */
export type PositionMap =
  | { readonly type: "rerope"; readonly window: number }
  | { readonly type: "leakyRerope"; readonly window: number; readonly k: number }
  | {
      readonly type: "selfExtend";
      readonly window: number;
      readonly group: number;
      readonly form: "floor" | "exact";
    }
  | { readonly type: "dualChunk"; readonly trained: number; readonly chunk: number };

/** A factor on queries that grows with position. */
export interface QueryScaleScheme {
  readonly kind: "queryScale";
  readonly form: "logn" | "lognClamped" | "lognNatural" | "ministral3" | "llama4";
  /** Tokens; what n is compared with. */
  readonly length: number;
  /** Of ministral3 and llama4. */
  readonly beta: number;
}

/** Positions drawn from a longer range than the input has, and sorted (Ruoss et al. 2023). */
export interface RandomizedScheme {
  readonly kind: "randomized";
  /** Length of the range that positions are drawn from. */
  readonly range: number;
  readonly width: number;
  readonly seed: number;
}

export type RotaryScheme =
  | MropeScheme
  | GridRopeScheme
  | XposScheme
  | NtkAwareScheme
  | MappedRopeScheme
  | QueryScaleScheme
  | RandomizedScheme;
