import * as tf from "@tensorflow/tfjs-core";
import { composedKernels, type Kernels } from "../../src/inference/kernels.ts";
import { decodeOnGpu } from "./decode/decodeOnGpu.ts";

/** The kernels of the backend that is active: our own on WebGPU, composed ones elsewhere. */
export function activeKernels(): Kernels {
  return tf.getBackend() === "webgpu"
    ? { ...composedKernels, decode: decodeOnGpu }
    : composedKernels;
}
