import type { PositionalVectors } from "./positionalVectors.ts";
import type { PositionScheme } from "./positionScheme.ts";
import type { ParameterValue, SchemeParameter } from "./schemeParameter.ts";
import type { BiasRequest, ScoreBias } from "./scoreBias.ts";

/** What the rest of the product asks of a scheme: one object per `kind`. */
export interface PositionKind<Scheme extends PositionScheme> {
  readonly kind: Scheme["kind"];
  /** For lenses and trees: "RoPE · yarn ×4". */
  label(scheme: Scheme): string;
  /**
   * Vectors of the positions; `sequenceLength` is what scalings that watch the length see.
   * `undefined` where the scheme has none.
   * @throws FormatError where the parameters give none.
   */
  vectors(
    scheme: Scheme,
    positions: readonly number[],
    sequenceLength: number,
  ): PositionalVectors | undefined;
  /**
   * What the scheme adds to scores; absent where it adds nothing.
   * @throws FormatError where the parameters give none, or a table that it needs is missing or of another shape.
   */
  bias?(scheme: Scheme, request: BiasRequest): ScoreBias;
  /** Learned tables that `vectors` or `bias` need, by name, with their shapes for so many heads. */
  tables?(scheme: Scheme, heads: number): readonly LearnedTable[];
  /** How it is made from parameters that somebody types; absent where it only ever comes from a model. */
  readonly bare?: BareScheme<Scheme>;
  /** What happens to positions past the trained length, in one sentence. */
  beyond?(scheme: Scheme): string;
}

/** Learned numbers that a scheme reads. */
export interface LearnedTable {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A scheme by its name, without a model. */
export interface BareScheme<Scheme> {
  /** "T5 relative buckets (Raffel et al. 2020)". */
  readonly title: string;
  readonly parameters: readonly SchemeParameter[];
  /** Values that `readParameters` has checked one by one; what does not fit together is a FormatError `bad-value`. */
  create(values: ReadonlyMap<string, ParameterValue>): Scheme;
}
