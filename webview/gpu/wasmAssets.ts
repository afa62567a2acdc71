import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

export type WasmName = "tfjs-backend-wasm-simd.wasm" | "tfjs-backend-wasm.wasm";
export type ReadAsset = (name: WasmName) => Promise<ArrayBuffer>;

/**
 * A worker of a webview can fetch nothing, so the backend's own request for its binary is answered
 * from bytes that the host sent. No file with threads is offered: webviews have no SharedArrayBuffer.
 */
export function serveWasm(readAsset: ReadAsset): void {
  const platform = tf.env().platform;
  platform.fetch = async (path) => {
    const name = wasmName(path);
    if (name === undefined) throw new Error(`nothing but the wasm binaries is served, not ${path}`);
    return new Response(await readAsset(name), { headers: { "content-type": "application/wasm" } });
  };
  setWasmPaths("", true);
}

function wasmName(path: string): WasmName | undefined {
  if (path.endsWith("tfjs-backend-wasm-simd.wasm")) return "tfjs-backend-wasm-simd.wasm";
  return path.endsWith("tfjs-backend-wasm.wasm") ? "tfjs-backend-wasm.wasm" : undefined;
}
