import type { PositionalVectors } from "./positionalVectors.ts";
import type { PositionScheme } from "./positionScheme.ts";

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
}
