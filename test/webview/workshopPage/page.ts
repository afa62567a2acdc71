/** Runs in a page of its own: the workshop of a view with a worker that misbehaves, and a real GPU that is lost. */
import * as tf from "@tensorflow/tfjs-core";
import type { Ahead } from "../../../webview/app/ahead.ts";
import type { ComputeJob } from "../../../webview/app/computeJob.ts";
import { initialState } from "../../../webview/app/state.ts";
import { Store } from "../../../webview/app/store.ts";
import { Workshop } from "../../../webview/app/workshop.ts";
import { tfjsBackends, watchDeviceLoss } from "../../../webview/gpu/backends.ts";
import type { WorkerClient } from "../../../webview/platform/workerClient.ts";
import { answers, hangs, losesTheGpu } from "./orders.ts";

export interface HangOutcome {
  readonly settledAfterMs: number;
  readonly isFirstAlive: boolean;
  readonly isAnotherWorker: boolean;
  readonly answer: unknown;
}

export interface LossOutcome {
  readonly replaced: number;
  readonly notice: string;
  readonly passedOver: readonly { readonly backend: string; readonly reason: string }[];
}

declare global {
  /** @param script  of the worker */
  var abandonAHang: (script: string) => Promise<HangOutcome>;
  /** @param times  how often the GPU goes away */
  var loseTheGpu: (script: string, times: number) => Promise<LossOutcome>;
  var destroyTheDevice: () => Promise<string>;
}

globalThis.abandonAHang = async (script) => {
  const { workshop } = workshopWith(script);
  const first = await workshop.open(job);
  const abandoned = new AbortController();
  const hanging = run(first, hangs, abandoned.signal).catch(() => undefined);
  // The worker is in its loop by now.
  await new Promise((resolve) => setTimeout(resolve, 300));
  abandoned.abort();
  await hanging;
  const started = performance.now();
  await workshop.settle();
  const settledAfterMs = performance.now() - started;
  const second = await workshop.open(job);
  const answer = await run(second, answers);
  const isFirstAlive = first.isAlive;
  workshop.close();
  return { settledAfterMs, isFirstAlive, isAnotherWorker: second !== first, answer };
};

globalThis.loseTheGpu = async (script, times) => {
  const { workshop, store, replacements } = workshopWith(script);
  for (let loss = 1; loss <= times; loss++) {
    await run(await workshop.open(job), losesTheGpu).catch(() => undefined);
    while (replacements.length < loss) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await run(await workshop.open(job), answers);
  const { notice, backend } = store.state;
  workshop.close();
  return { replaced: replacements.length, notice, passedOver: backend?.passedOver ?? [] };
};

globalThis.destroyTheDevice = async () => {
  const backends = tfjsBackends(() => Promise.reject(new Error("no asset is needed")));
  if (!(await backends.activate("webgpu"))) throw new Error("WebGPU did not start");
  const lost = new Promise<string>((resolve) => {
    watchDeviceLoss(resolve);
  });
  (tf.backend() as unknown as { readonly device: GPUDevice }).device.destroy();
  return lost;
};

interface Bench {
  readonly workshop: Workshop;
  readonly store: Store;
  readonly replacements: unknown[];
}

function workshopWith(script: string): Bench {
  const store = new Store(initialState("inspector", null));
  const replacements: unknown[] = [];
  const ahead = {
    host: { tell: () => undefined },
    asset: () => Promise.resolve(new TextEncoder().encode(script).buffer),
    settings: () => Promise.resolve({ backend: "auto" }),
  } as unknown as Ahead;
  const workshop = new Workshop(store, ahead, () => replacements.push(undefined));
  return { workshop, store, replacements };
}

const job = { model: { revision: 1, tensors: [] }, spec: {} } as unknown as ComputeJob;

function run(client: WorkerClient, order: number, signal?: AbortSignal): Promise<null> {
  return client.rpc.call("run", { ids: [order], upToLayer: 0, removal: "local" }, signal);
}
