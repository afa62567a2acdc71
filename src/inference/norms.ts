import { add, mean, mul, rsqrt, square, sub, type Tensor } from "@tensorflow/tfjs-core";

/** x / √(mean(x²) + ε) · weight over the last axis (Zhang and Sennrich 2019). Same shape as `x`. */
export function rmsNorm(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  const inverse = rsqrt(add(mean(square(x), -1, true), epsilon));
  return mul(mul(x, inverse), weight);
}

/** (x − mean) / √(variance + ε) · weight + bias over the last axis (Ba et al. 2016). */
export function layerNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  epsilon: number,
): Tensor {
  const centred = sub(x, mean(x, -1, true));
  const scaled = rmsNorm(centred, weight, epsilon);
  return bias === undefined ? scaled : add(scaled, bias);
}
