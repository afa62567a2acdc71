import { tensor, type Tensor } from "@tensorflow/tfjs-core";
import { FormatError } from "../core/errors.ts";
import { decodeStored } from "../core/formats/decodeStored.ts";
import { elementCount } from "../core/formats/dtype.ts";
import type { RawTensor } from "./weights.ts";

/**
 * A float32 tensor on the device from a tensor in the file's own type, blocks of ggml included.
 *
 * Decoded on the CPU: composed of tfjs ops a decode on the device would be no cheaper, since tfjs has no
 * type of fewer than 32 bits and its integer ops pass through float32. On WebGPU kernels that unpack words
 * take this one's place in `Kernels` (`webview/gpu/decode`).
 *
 * @throws FormatError `bad-value` for NaN or an infinity, which a softmax further on would hide.
 */
export function decodeTensor(raw: RawTensor, name: string): Tensor {
  return tensor(decodeFinite(raw, name), [...raw.shape], "float32");
}

/** The values of `decodeTensor` in main memory, row-major. */
export function decodeFinite(raw: RawTensor, name: string): Float32Array<ArrayBuffer> {
  const values = decodeStored(raw.dtype, raw.bytes);
  const count = elementCount(raw.shape);
  if (values.length !== count) {
    throw new FormatError(
      "bad-shape",
      `${name} came with ${values.length} values, its shape [${raw.shape.join(", ")}] has ${count}`,
    );
  }
  requireFinite(values, name);
  return values;
}

function requireFinite(values: Float32Array, name: string): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new FormatError(
      "bad-value",
      `${name} holds ${String(values[i])} at element ${i}, weights must be finite numbers`,
    );
  }
}
