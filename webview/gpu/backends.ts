import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { selfCheck } from "../../src/inference/selfCheck.ts";
import type { AdapterFacts, BackendPort } from "./chooseBackend.ts";
import { activeKernels } from "./kernels.ts";
import { type ReadAsset, serveWasm } from "./wasmAssets.ts";

/** TensorFlow.js on this machine. `readAsset` is asked for the wasm binary when that backend starts, not before. */
export function tfjsBackends(readAsset: ReadAsset): BackendPort {
  return {
    findAdapter,
    async activate(name) {
      if (name === "wasm") serveWasm(readAsset);
      // An adapter that vanished makes this resolve to false and leaves the name of the backend set.
      return tf.setBackend(name);
    },
    check: () => selfCheck(activeKernels()),
  };
}

/** Calls back once when the active backend's GPU goes away; never for the others. */
export function watchDeviceLoss(lost: (reason: string) => void): void {
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) return;
  void backend.device.lost.then(({ message, reason }) => lost(message === "" ? reason : message));
}

async function findAdapter(): Promise<AdapterFacts | null> {
  // Typed as always there; insecure pages and old browsers have none.
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === undefined || adapter === null) return null;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = description === "" ? [vendor, architecture].join(" ").trim() : description;
  const isSoftware = isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(name);
  return { name: isSoftware ? `${name} (software)` : name || "unnamed adapter", isSoftware };
}
