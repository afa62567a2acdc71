/**
 * Schemes that look at pairs of positions. i is the query's position, j the key's, m = i − j their distance.
 * Lists with a number per head repeat where they are shorter than the heads.
 */

/** score += −slope_h · m (Press et al. 2022, ALiBi). */
export interface AlibiScheme {
  readonly kind: "alibi";
  /** How slopes are made where the heads are no power of two, and how they are rounded. */
  readonly builder: "bloom" | "falcon" | "mpt";
  /** Largest exponent: slopes end at 2^−maxBias. */
  readonly maxBias: number;
  /** Encoders: −slope_h · |m|. */
  readonly direction: "causal" | "bidirectional";
}

/** score += table[bucket(j − i), h] (Raffel et al. 2020, T5). */
export interface T5Scheme {
  readonly kind: "t5";
  readonly buckets: number;
  /** Distances from here on share the last bucket; tokens. */
  readonly maxDistance: number;
  readonly direction: "causal" | "bidirectional";
}

/** score += −r1 · ln(1 + r2·|m|), or −r1 · |m|^r2 (Chi et al. 2022, KERPLE). */
export interface KerpleScheme {
  readonly kind: "kerple";
  readonly variant: "log" | "power";
  readonly r1: readonly number[];
  readonly r2: readonly number[];
}

/** score += f_h(ψ(m) / ψ(max(L, i))), ψ(x) = ln(c·x + 1), f an MLP (Li et al. 2023, FIRE). */
export interface FireScheme {
  readonly kind: "fire";
  readonly c: number;
  /** The threshold L; tokens. */
  readonly threshold: number;
  /** Width of the hidden layer of f. */
  readonly hidden: number;
  /** The paper's equation, or its listing, which adds 10^−6 to the denominator. */
  readonly form: "equation" | "listing";
}

/** score += (Σ_i cos(m / 10000^(2i/d̄)) − offset) / (8h/H) (Chi et al. 2023, Sandwich). */
export interface SandwichScheme {
  readonly kind: "sandwich";
  readonly dbar: number;
  /** Whether i counts from 0 (rows of a sinusoid table) or from 1 (NVIDIA/NeMo). */
  readonly firstIndex: number;
  readonly offset: number;
}

/** score += q_i · a_clip(j−i, k) / √d (Shaw et al. 2018). */
export interface ShawScheme {
  readonly kind: "shaw";
  /** Distances are clipped to ± this; the table has 2k + 1 rows. */
  readonly clip: number;
}

/** score += q_i · e[Σ_t gate(q_i, k_t)] (Golovneva et al. 2024, CoPE). */
export interface CopeScheme {
  readonly kind: "cope";
  /** Rows of the table; positions stop at this − 1. */
  readonly maxPositions: number;
  /** Where the division by √d stands: the paper's equation, its listing, or the released code. */
  readonly gate: "equation" | "listing" | "repository";
}

/** Content–position and position–content terms over clamped or log-spaced distances (He et al. 2021, DeBERTa). */
export interface DebertaScheme {
  readonly kind: "deberta";
  /** 0: distances as they are (v1); otherwise log-spaced beyond half of it (v2, v3). */
  readonly buckets: number;
  /** Farthest distance; tokens. */
  readonly maxRelative: number;
}

/** score += table[index(i, j), h] inside a window of h × w cells (Liu et al. 2021, Swin; Bao et al. 2022, BEiT). */
export interface WindowTableScheme {
  readonly kind: "windowTable";
  readonly height: number;
  readonly width: number;
  /** BEiT has a class token before the cells, with three rows of its own at the end of the table. */
  readonly classToken: "none" | "first";
}

/** score += 16·σ(MLP(log-spaced coordinates))_h (Liu et al. 2022, Swin v2). */
export interface ContinuousWindowScheme {
  readonly kind: "continuousWindow";
  readonly height: number;
  readonly width: number;
  /** Window of the pretraining, 0 where there was none: coordinates are divided by it. */
  readonly pretrainedHeight: number;
  readonly pretrainedWidth: number;
}

/** Sinusoids of distances that a learned projection turns into keys (Dai et al. 2019; Yang et al. 2019). */
export interface TransformerXlScheme {
  readonly kind: "transformerXl";
  readonly width: number;
  /** Farthest distance that is told apart; 0 = none. */
  readonly clamp: number;
}

/** score += (p_i·U_Q)(p_j·U_K)ᵀ / √(2d), a bilinear form of two positions (Ke et al. 2021, TUPE). */
export interface UntiedScheme {
  readonly kind: "untied";
  /** Positions that have a vector. */
  readonly rows: number;
  readonly width: number;
  readonly headDim: number;
  /** Position 0 is a class token with numbers of its own. */
  readonly classToken: "none" | "first";
}

export type RelativeScheme =
  | AlibiScheme
  | T5Scheme
  | KerpleScheme
  | FireScheme
  | SandwichScheme
  | ShawScheme
  | CopeScheme
  | DebertaScheme
  | WindowTableScheme
  | ContinuousWindowScheme
  | TransformerXlScheme
  | UntiedScheme;
