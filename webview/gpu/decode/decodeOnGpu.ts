import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { storedBytes } from "../../../src/core/formats/decodeStored.ts";
import { elementCount } from "../../../src/core/formats/dtype.ts";
import { decodeTensor } from "../../../src/inference/decodeTensor.ts";
import type { RawTensor } from "../../../src/inference/weights.ts";
import { DecodeProgram } from "./decodeProgram.ts";
import { gpuDecoders } from "./gpuDecoders.ts";
import { isSurelyFinite } from "./isSurelyFinite.ts";

/**
 * `Kernels.decode` on WebGPU: the tensor's own bytes go to the device, 2 to 8 times fewer than float32, and become
 * float32 there. Types without a kernel, and bytes that are not what they should be, take the way over the CPU, which
 * says what is wrong.
 */
export function decodeOnGpu(raw: RawTensor, name: string): tf.Tensor {
  const { dtype, shape, bytes } = raw;
  const decoder = gpuDecoders.get(dtype);
  const count = elementCount(shape);
  const isPlain = count > 0 && bytes.byteLength === storedBytes(dtype, count);
  if (decoder === undefined || !isPlain || !isSurelyFinite(dtype, bytes)) {
    return decodeTensor(raw, name);
  }
  return tf.tidy(() => {
    const words = tf.tensor1d(toWords(bytes), "int32");
    const program = new DecodeProgram(dtype, decoder, count);
    const values = webGpu().runWebGPUProgram(program, [words], "float32");
    return tf.reshape(tf.engine().makeTensorFromTensorInfo(values), [...shape]);
  });
}

/** Known by its name: the class itself is loaded only where WebGPU is tried. */
type ProgramRunner = Pick<WebGPUBackend, "runWebGPUProgram">;

function webGpu(): ProgramRunner {
  if (tf.getBackend() === "webgpu") return tf.backend() as tf.KernelBackend & ProgramRunner;
  throw new Error(`the kernels of WebGPU were called on ${tf.getBackend()}`);
}

function toWords(bytes: ArrayBuffer): Int32Array {
  if (bytes.byteLength % 4 === 0) return new Int32Array(bytes);
  const padded = new Uint8Array(Math.ceil(bytes.byteLength / 4) * 4);
  padded.set(new Uint8Array(bytes));
  return new Int32Array(padded.buffer);
}
