import type { AbsoluteScheme } from "./absolute/absoluteSchemes.ts";
import type { ArticleScheme } from "./articles/articleSchemes.ts";
import type { RelativeScheme } from "./relative/relativeSchemes.ts";
import type { RotaryScheme } from "./rotary/rotarySchemes.ts";
import type { RopeScaling } from "./scaling/ropeScaling.ts";

/** Rotary position embedding (Su et al. 2021, RoFormer): q and k turn by angle position × frequency, pair by pair. */
export interface RopeScheme {
  readonly kind: "rope";
  /** θ of the formula ω_i = θ^(−2i / rotaryDim). */
  readonly base: number;
  /** Dimensions of a head that rotate; even. */
  readonly rotaryDim: number;
  /** Which two dimensions form a pair: i and i + rotaryDim/2 ("half"), or 2i and 2i + 1 ("interleaved"). */
  readonly layout: "half" | "interleaved";
  readonly scaling: RopeScaling;
  /** max_position_embeddings as the scaling formulas read it; tokens. */
  readonly maxPositions: number | undefined;
}

/** No positions that this version reads; `reason` says what was met. */
export interface UnknownScheme {
  readonly kind: "unknown";
  readonly reason: string;
}

/** How a model knows where its tokens are. One member per scheme; a new scheme is a new file and a line here. */
export type PositionScheme =
  RopeScheme | RotaryScheme | AbsoluteScheme | RelativeScheme | ArticleScheme | UnknownScheme;
