/**
 * Schemes as articles about position print them, each usable by name; their quality reports show where they fail.
 */

/** PosEnc_p = sin(2πp/d) + cos(2πp/d) in every dimension. */
export interface ScalarAbsoluteScheme {
  readonly kind: "scalarAbsolute";
  readonly width: number;
}

/** sin(p·(2k)⁻¹/10000) and the cosine: the exponent of the Transformer's formula is lost. */
export interface LostExponentScheme {
  readonly kind: "lostExponent";
  readonly width: number;
}

/** d_ij = |i − j| + (i + j)/N, PE_ij its sine and cosine; a token gets PE(d_ii). */
export interface ScaleBasedScheme {
  readonly kind: "scaleBased";
  readonly width: number;
  /** Largest |i − j| that counts, 0 for any; tokens. */
  readonly clamp: number;
}

/** rpe_i = Σ_{j≠i} α_j · tanh(W·v_j + b), a vector of content alone. */
export interface ContentWeightedScheme {
  readonly kind: "contentWeighted";
  readonly width: number;
}

export type ArticleScheme =
  ScalarAbsoluteScheme | LostExponentScheme | ScaleBasedScheme | ContentWeightedScheme;
