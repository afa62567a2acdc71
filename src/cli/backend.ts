import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { enableProdMode, ready, setBackend } from "@tensorflow/tfjs-core";

export type NodeBackend = "wasm" | "cpu";

export const nodeBackends: readonly NodeBackend[] = ["wasm", "cpu"];

/**
 * Makes a backend the current one of tfjs, in Node.
 * @throws Error where it does not start; no other one is taken in its place, since who asks for one by
 * name wants to know.
 */
export async function useBackend(backend: NodeBackend): Promise<void> {
  // Silences tfjs's advertisement of a native module, which would go to stderr at every start.
  enableProdMode();
  await register(backend);
  // A backend that fails is reported by `false`, and tfjs goes on naming it as the current one.
  if (!(await setBackend(backend))) throw new Error(`the ${backend} backend did not start`);
  await ready();
}

/** Imported when asked for, which also keeps bundlers from dropping a module that only registers itself. */
async function register(backend: NodeBackend): Promise<void> {
  if (backend === "cpu") {
    await import("@tensorflow/tfjs-backend-cpu");
    return;
  }
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(`${wasmFolder()}/`);
}

/** Beside the bundle when bundled, in the package when run from source. */
function wasmFolder(): string {
  const beside = dirname(fileURLToPath(import.meta.url));
  if (existsSync(join(beside, "tfjs-backend-wasm-simd.wasm"))) return beside;
  const manifest = createRequire(import.meta.url).resolve(
    "@tensorflow/tfjs-backend-wasm/package.json",
  );
  return join(dirname(manifest), "dist");
}
