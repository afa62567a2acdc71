import { add, matMul, mul, softmax, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";

/**
 * softmax(scale · q kᵀ + mask) by rows (Vaswani et al. 2017, equation 1).
 * q, k [heads, tokens, head size], mask [tokens, tokens] → [heads, tokens, tokens], row = query.
 */
export function attentionWeights(
  q: Tensor3D,
  k: Tensor3D,
  mask: Tensor2D,
  scale: number,
): Tensor3D {
  const scores: Tensor3D = matMul(mul(q, scale), k, false, true);
  return softmax(add<Tensor3D>(scores, mask), 2);
}
