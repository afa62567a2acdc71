import { add, erf, mul, pow, relu, sigmoid, tanh, type Tensor } from "@tensorflow/tfjs-core";
import { FormatError } from "../core/errors.ts";

/** An elementwise function of an MLP, by the name that configs give it (`hidden_act`). */
export function activation(name: string): (x: Tensor) => Tensor {
  const found = activations.get(name);
  if (found !== undefined) return found;
  throw new FormatError(
    "unsupported",
    `hidden_act is "${name}", known are ${[...activations.keys()].join(", ")}`,
  );
}

/** Formulas of transformers' `ACT2FN` (activations.py). */
const activations: ReadonlyMap<string, (x: Tensor) => Tensor> = new Map([
  ["silu", silu],
  ["swish", silu],
  ["relu", (x: Tensor) => relu(x)],
  ["gelu", gelu],
  ["gelu_new", geluTanh],
  ["gelu_pytorch_tanh", geluTanh],
]);

/** x · σ(x) (Elfwing et al. 2017). */
function silu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}

/** x · Φ(x), Φ by the error function (Hendrycks and Gimpel 2016). */
function gelu(x: Tensor): Tensor {
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
}

/** The tanh approximation of the same paper, which GPT-2 made common. */
function geluTanh(x: Tensor): Tensor {
  const inner = mul(add(x, mul(pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}
