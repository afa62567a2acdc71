import type { Run } from "../../../bytes/contiguousRuns.ts";
import type { Packing } from "../packing.ts";
import type { PartReader } from "./partReader.ts";

/** Rows of one packed weight that are wanted. */
export interface PackedAsk<P extends Packing = Packing> {
  /** Of the logical weight. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly packing: P;
  readonly parts: PartReader;
  /** Rows of the last axis, leading axes flattened: `first` in the weight, `at` in `into`. */
  readonly runs: readonly Run[];
  /** Row-major values of the rows. */
  readonly into: Float32Array;
}

/** How values come out of one packing. */
export interface PackingDecoder<P extends Packing = Packing> {
  /**
   * Fills `into`, reading what the rows need and no more, in pieces.
   * @throws FormatError where the parts hold what the packing does not allow.
   */
  decode(ask: PackedAsk<P>): Promise<void>;
}
