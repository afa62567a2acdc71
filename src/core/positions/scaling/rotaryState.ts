import type { RopeScheme } from "../positionScheme.ts";
import { ropeInverseFrequencies } from "./inverseFrequencies.ts";
import type { RopeFrequencies } from "./scalingRule.ts";

/**
 * A rotation that is kept from one input to the next, as an inference server keeps it. Dynamic NTK remembers the
 * longest input that it met: its base grows with that one and is used for shorter inputs too, until an input below
 * max_position_embeddings resets it. An input of exactly that length resets nothing.
 * Every other scaling forgets. Source: transformers 5.23 `modeling_rope_utils.py`, `dynamic_frequency_update`.
 */
export class RotaryState {
  readonly #scheme: RopeScheme;
  #longest: number;

  constructor(scheme: RopeScheme) {
    this.#scheme = scheme;
    this.#longest = scheme.maxPositions ?? 0;
  }

  /**
   * Frequencies for the next input, of `sequenceLength` tokens.
   *
   * @throws FormatError as `ropeInverseFrequencies` does.
   */
  next(sequenceLength: number): RopeFrequencies {
    const trained = this.#scheme.maxPositions;
    if (this.#scheme.scaling.type !== "dynamic" || trained === undefined) {
      return ropeInverseFrequencies(this.#scheme, sequenceLength);
    }
    this.#longest = Math.max(this.#longest, sequenceLength);
    if (sequenceLength < trained) this.#longest = trained;
    return ropeInverseFrequencies(this.#scheme, this.#longest);
  }
}
