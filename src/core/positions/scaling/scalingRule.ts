import type { RopeScheme } from "../positionScheme.ts";

/** Frequencies of a rotation as a model uses them for a sequence of one length. */
export interface RopeFrequencies {
  /** [pairs], radians per token. */
  readonly inverseFrequencies: Float64Array;
  /** Multiplies cos and sin, so the scores get its square. */
  readonly attentionFactor: number;
}

/** One `rope_type`: its numbers, its name on the screen, its formula with source. */
export interface ScalingRule<Scaling> {
  /** @throws FormatError `bad-value` for parameters without a finite result, `bad-shape` for a list of wrong length. */
  frequencies(scheme: RopeScheme, scaling: Scaling, sequenceLength: number): RopeFrequencies;
  /** What stands behind "RoPE · " ("yarn ×4"); empty for the plain rotation. */
  label(scaling: Scaling, scheme: RopeScheme): string;
  /** The formula by name, parameters and source, in one sentence; empty for the plain rotation. */
  formula(scaling: Scaling, scheme: RopeScheme): string;
}
