import type { BackendSetting, BackendStatus } from "../../src/protocol/contract.ts";
import type { Passed } from "../workerContract.ts";

type BackendName = BackendStatus["backend"];

/** A WebGPU adapter, as far as the choice needs it. */
export interface AdapterFacts {
  readonly name: string;
  /** Drawn by the processor: some 50 times slower than WebAssembly. */
  readonly isSoftware: boolean;
}

/** The machine under the choice; tests give one of their own. */
export interface BackendPort {
  /** `null` where the browser has WebGPU but no adapter for it, or no WebGPU at all. */
  findAdapter(): Promise<AdapterFacts | null>;
  /** False where the backend did not come up; errors name why. */
  activate(name: BackendName): Promise<boolean>;
  /** Compares kernels of the active backend with a reference. */
  check(): Promise<{ passed: boolean; lines: readonly string[] }>;
}

/**
 * Hardware WebGPU, then WebAssembly, then plain JavaScript; the first that comes up and computes rightly.
 * Software WebGPU is taken only when the setting asks for it by name.
 * @throws Error when not even plain JavaScript passes its check, which no machine has shown yet.
 */
export async function chooseBackend(
  setting: BackendSetting,
  port: BackendPort,
  avoid: readonly Passed[] = [],
): Promise<BackendStatus> {
  const passedOver: Passed[] = [];
  for (const backend of ["webgpu", "wasm", "cpu"] as const) {
    const known = avoid.find((entry) => entry.backend === backend)?.reason;
    const reason = known ?? settingAgainst(setting, backend);
    const tried: Attempt =
      reason === undefined ? await attempt(backend, setting, port) : { ok: false, reason };
    if (tried.ok) return { backend, adapter: tried.adapter, passedOver };
    passedOver.push({ backend, reason: tried.reason });
  }
  throw new Error(
    `no backend computes rightly here: ${passedOver.map((entry) => `${entry.backend}: ${entry.reason}`).join("; ")}`,
  );
}

type Attempt =
  { readonly ok: true; readonly adapter: string } | { readonly ok: false; readonly reason: string };

async function attempt(
  backend: BackendName,
  setting: BackendSetting,
  port: BackendPort,
): Promise<Attempt> {
  try {
    const adapter = backend === "webgpu" ? await port.findAdapter() : noAdapterNeeded;
    const against = adapterAgainst(setting, adapter);
    if (adapter === null || against !== undefined) return { ok: false, reason: against ?? "" };
    if (!(await port.activate(backend))) return { ok: false, reason: "it did not start" };
    const { passed, lines } = await port.check();
    if (!passed) return { ok: false, reason: `its self-check failed: ${lines.join(", ")}` };
    return { ok: true, adapter: adapter.name };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

const noAdapterNeeded: AdapterFacts = { name: "", isSoftware: false };

function settingAgainst(setting: BackendSetting, backend: BackendName): string | undefined {
  const wanted = setting === "webgpu-software" ? "webgpu" : setting;
  const order = ["webgpu", "wasm", "cpu"];
  if (wanted === "auto" || order.indexOf(backend) >= order.indexOf(wanted)) return undefined;
  return `poslens.backend is "${setting}"`;
}

function adapterAgainst(setting: BackendSetting, adapter: AdapterFacts | null): string | undefined {
  if (adapter === null) return "no adapter here";
  if (adapter.isSoftware && setting !== "webgpu-software") {
    return `only a software adapter (${adapter.name}), slower than WebAssembly`;
  }
  return undefined;
}
