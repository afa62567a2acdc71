import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { attentionWeights } from "./attentionWeights.ts";
import { decodeTensor } from "./decodeTensor.ts";
import { rmsNorm } from "./norms.ts";
import { rotate, type Rotation } from "./rotation.ts";
import type { RawTensor } from "./weights.ts";

/**
 * The operations that tfjs has no kernel of its own for, and that are worth one. The webview may give
 * versions in WGSL; everywhere else they are composed of tfjs ops. Same shapes, same meaning, same
 * errors: `selfCheck` compares whichever is in use with a reference on the CPU.
 */
export interface Kernels {
  /** See `decodeTensor`. */
  decode(raw: RawTensor, name: string): Tensor;
  /** See `rmsNorm`. */
  rmsNorm(x: Tensor, weight: Tensor, epsilon: number): Tensor;
  /** See `rotate`. */
  rotate(x: Tensor3D, rotation: Rotation): Tensor3D;
  /** See `attentionWeights`. */
  attentionWeights(q: Tensor3D, k: Tensor3D, mask: Tensor2D, scale: number): Tensor3D;
}

export const composedKernels: Kernels = {
  decode: decodeTensor,
  rmsNorm,
  rotate,
  attentionWeights,
};
