/**
 * Positional vectors of a run of positions, as a scheme defines them.
 * For rotations: one part "cos" and one "sin", [n, rotaryDim / 2] each, attention factor included.
 * For vectors that are added: one part "vector", [n, hidden].
 */
export interface PositionalVectors {
  /** n. */
  readonly positions: readonly number[];
  readonly parts: readonly VectorPart[];
  /** The formula by name and source, shown beside the picture: every number on the screen is named. */
  readonly formula: string;
}

export interface VectorPart {
  readonly name: string;
  readonly width: number;
  /** [n, width], row-major. */
  readonly values: Float32Array<ArrayBuffer>;
}
