/** Schemes that add a vector to the embedding of a token. */

/** Sinusoids of the position in the layouts in use (Vaswani et al. 2017, section 3.5). */
export interface SinusoidalScheme {
  readonly kind: "sinusoidal";
  readonly width: number;
  /** Where sines and cosines stand. */
  readonly layout: "interleaved" | "sinCos" | "cosSin" | "sinOnly" | "cosOnly";
  /** ω_k = base^(−2k/d), or base^(−k/(d/2 − 1)) as tensor2tensor spaces them, which reaches 1/base exactly. */
  readonly spacing: "transformer" | "tensor2tensor";
  readonly base: number;
  /** Row of position 0: padding_idx + 1 where rows before it are for padding. */
  readonly firstRow: number;
  /** The row of padding, which is zero; `null` where there is none. */
  readonly zeroRow: number | null;
}

/** A row of a learned table for each position (Gehring et al. 2017; BERT, GPT). */
export interface LearnedScheme {
  readonly kind: "learned";
  /** Rows of the table, those before `firstRow` included. */
  readonly rows: number;
  readonly width: number;
  /** Row of position 0: 2 in OPT and BART, padding_idx + 1 in RoBERTa. */
  readonly firstRow: number;
  /** Whether positions past the table take its last row (ProphetNet) in place of failing. */
  readonly past: "fails" | "lastRow";
}

/** Two small tables, one for the row and one for the column of a position in a grid (Kitaev et al. 2020, Reformer). */
export interface AxialScheme {
  readonly kind: "axial";
  /** Rows and columns of the grid; their product is the length. */
  readonly shape: readonly number[];
  /** Widths of the two parts. */
  readonly widths: readonly number[];
}

/** Sines and cosines of the row and of the column of a patch (He et al. 2022, MAE; Dosovitskiy et al. 2021). */
export interface GridSinusoidalScheme {
  readonly kind: "gridSinusoidal";
  readonly height: number;
  readonly columns: number;
  /** A multiple of 4. */
  readonly width: number;
  /** A class token comes first and has zeros. */
  readonly classToken: "none" | "first";
}

export type AbsoluteScheme = SinusoidalScheme | LearnedScheme | AxialScheme | GridSinusoidalScheme;
