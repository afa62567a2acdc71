/**
 * What a scheme adds to the scores of attention, before the softmax.
 * `[heads, queries, keys]`, row-major; −Infinity is no bias: masks are not part of a scheme.
 */
export interface ScoreBias {
  readonly heads: number;
  readonly queries: readonly number[];
  readonly keys: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
  /** The formula by name and source, shown beside the picture. */
  readonly formula: string;
}

export interface BiasRequest {
  readonly heads: number;
  /** Positions of the queries, in the order of the rows. */
  readonly queries: readonly number[];
  readonly keys: readonly number[];
  /**
   * Learned numbers by the names that the scheme's `tables` gives, from a checkpoint or, labelled simulated, from a
   * seeded generator.
   */
  readonly learned: ReadonlyMap<string, Float32Array>;
}
