/** Runs in a page of its own: traces a model that the test hands over, on the backend of the webview's worker. */
import { env, memory } from "@tensorflow/tfjs-core";
import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import { selfCheck } from "../../../src/inference/selfCheck.ts";
import { traceModel } from "../../../src/inference/trace.ts";
import type { RawTensor } from "../../../src/inference/weights.ts";
import { tfjsBackends } from "../../../webview/gpu/backends.ts";
import { activeKernels } from "../../../webview/gpu/kernels.ts";

/** What Playwright can carry: bytes as a list of numbers would be slow, so they travel as base64. */
export interface PageModel {
  readonly spec: ModelSpec;
  readonly tensors: readonly TensorInfo[];
  readonly weights: Readonly<Record<string, PageWeight>>;
  readonly ids: readonly number[];
}

export interface PageWeight extends Omit<RawTensor, "bytes"> {
  readonly bytes: string;
}

export interface PageArrays {
  readonly tensorsLeft: number;
  readonly arrays: readonly { name: string; shape: readonly number[]; values: number[] }[];
}

declare global {
  var startWebGpu: () => Promise<{ adapter: string; passed: boolean; lines: readonly string[] }>;
  /** @param model  a `PageModel` as JSON */
  var trace: (model: string) => Promise<PageArrays>;
}

globalThis.startWebGpu = async () => {
  const backends = tfjsBackends(() => Promise.reject(new Error("no asset is needed")));
  const adapter = await backends.findAdapter();
  if (!(await backends.activate("webgpu"))) throw new Error("WebGPU did not start");
  // Otherwise tensors of less than 1,000 elements never leave the CPU, and prove nothing about WebGPU.
  env().set("WEBGPU_CPU_FORWARD", false);
  return { adapter: adapter?.name ?? "", ...(await selfCheck(activeKernels())) };
};

globalThis.trace = async (model) => {
  const { spec, tensors, weights, ids } = JSON.parse(model) as PageModel;
  const before = memory().numTensors;
  const readTensor = (name: string): Promise<RawTensor> => Promise.resolve(whole(name));
  const arrays = await traceModel(
    { spec, tensors },
    { readTensor, readRows: (name, rows) => Promise.resolve(rowsOf(whole(name), rows)) },
    { ids },
    { kernels: activeKernels() },
  );
  return {
    tensorsLeft: memory().numTensors - before,
    arrays: arrays.map(({ name, shape, values }) => ({ name, shape, values: [...values] })),
  };

  function whole(name: string): RawTensor {
    const weight = weights[name];
    if (weight === undefined) throw new Error(`no ${name}`);
    const { buffer } = Uint8Array.from(atob(weight.bytes), (letter) => letter.charCodeAt(0));
    return { ...weight, bytes: buffer };
  }
};

function rowsOf({ dtype, shape, bytes }: RawTensor, rows: readonly number[]): RawTensor {
  const [count = 1, ...rest] = shape;
  const rowBytes = bytes.byteLength / count;
  const all = new Uint8Array(bytes);
  const picked = new Uint8Array(rows.length * rowBytes);
  rows.forEach((row, i) => {
    picked.set(all.subarray(row * rowBytes, (row + 1) * rowBytes), i * rowBytes);
  });
  return { dtype, shape: [rows.length, ...rest], bytes: picked.buffer };
}
