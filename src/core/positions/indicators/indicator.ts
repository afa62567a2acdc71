/**
 * A number computed from a scheme and a length. Closed forms are predictions: nothing of a model was run for them.
 */
export interface Indicator {
  /** Kebab-case word, stable: scripts rely on it. */
  readonly id: string;
  readonly title: string;
  /** As text for people: "#{k : λ_k > L}". */
  readonly formula: string;
  /** The same as TeX. */
  readonly tex: string;
  readonly unit: string;
  /** At the trained length L; `undefined` where that is not known or has no value. */
  readonly atTrained: number | undefined;
  /** At the requested length L′. */
  readonly atRequested: number | undefined;
  readonly kind: "predicted" | "simulated" | "measured";
  /** Paper or reference file. */
  readonly source: string;
  /** One sentence that reads the two values. */
  readonly means: string;
}

/** Lengths that an indicator compares, in tokens. */
export interface IndicatorLengths {
  readonly trained: number | undefined;
  readonly requested: number;
}
