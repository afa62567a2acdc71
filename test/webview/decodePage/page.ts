/** Runs in a page of its own: decodes bytes that the test hands over, on the kernels of the webview's worker. */
import { env, memory } from "@tensorflow/tfjs-core";
import { decodeStored, type StoredType } from "../../../src/core/formats/decodeStored.ts";
import { tfjsBackends } from "../../../webview/gpu/backends.ts";
import { decodeOnGpu } from "../../../webview/gpu/decode/decodeOnGpu.ts";
import { gpuDecoders } from "../../../webview/gpu/decode/gpuDecoders.ts";

/** What Playwright can carry: bytes travel as base64. */
export interface PageTensor {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly bytes: string;
}

export interface PageDecoded {
  readonly shape: readonly number[];
  /** Tensors that the call left beside its result. */
  readonly tensorsLeft: number;
  /** The first values that are not the CPU's, bit by bit. */
  readonly differences: readonly string[];
}

declare global {
  /** Starts WebGPU. @returns the types that have a kernel. */
  var startDecoding: () => Promise<readonly StoredType[]>;
  var decode: (tensor: PageTensor) => Promise<PageDecoded>;
  /** @returns the message of the refusal */
  var refusal: (tensor: PageTensor) => string;
}

globalThis.startDecoding = async () => {
  const backends = tfjsBackends(() => Promise.reject(new Error("no asset is needed")));
  if (!(await backends.activate("webgpu"))) throw new Error("WebGPU did not start");
  env().set("WEBGPU_CPU_FORWARD", false);
  return [...gpuDecoders.keys()];
};

globalThis.decode = async ({ dtype, shape, bytes: text }) => {
  const bytes = toBytes(text);
  const before = memory().numTensors;
  const decoded = decodeOnGpu({ dtype, shape, bytes }, dtype);
  const tensorsLeft = memory().numTensors - before - 1;
  const values = await decoded.data<"float32">();
  const expected = decodeStored(dtype, bytes);
  const differences = Array.from(expected.keys())
    .filter((i) => !Object.is(values[i], expected[i]))
    .slice(0, 5)
    .map((i) => `${i}: ${String(values[i])}, the CPU has ${String(expected[i])}`);
  decoded.dispose();
  return { shape: decoded.shape, tensorsLeft, differences };
};

globalThis.refusal = ({ dtype, shape, bytes }) => {
  try {
    decodeOnGpu({ dtype, shape, bytes: toBytes(bytes) }, "weight").dispose();
    return "none";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

function toBytes(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
}
