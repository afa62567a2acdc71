import type { Tensor } from "@tensorflow/tfjs-core";

/** An operation of the backend, and what it must give. */
export interface Probe {
  /** With the shape, as a line of the self-check names it. */
  readonly name: string;
  compute(): Tensor;
  readonly expected: ArrayLike<number>;
}
