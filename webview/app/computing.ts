import type { WorkerClient } from "../platform/workerClient.ts";
import type { Ahead } from "./ahead.ts";
import { type ComputeJob, jobOf, whyNoAttention } from "./computeJob.ts";
import { messageOf, wasCancelled } from "./failures.ts";
import { markPicture } from "./marks.ts";
import { painted } from "./painted.ts";
import type { AppState } from "./state.ts";
import type { Store } from "./store.ts";
import { Workshop } from "./workshop.ts";

/** Side of a thumbnail in cells. */
const thumbnailSide = 32;

/**
 * Computes what the screen asks for: the chosen head first, the thumbnails after it, layer by layer.
 * A job that is no longer wanted is abandoned between two operations.
 */
export class Computing {
  readonly #store: Store;
  readonly #ahead: Ahead;
  readonly #workshop: Workshop;
  #current: { readonly key: string; readonly controller: AbortController } | undefined;
  #tokensKey: string | undefined;

  constructor(store: Store, ahead: Ahead) {
    this.#store = store;
    this.#ahead = ahead;
    this.#workshop = new Workshop(store, ahead, () => this.restart());
    store.subscribe((state) => this.#consider(state));
    if (ahead.drawsAtOnce) this.#workshop.prepare();
  }

  /** Computes again what is on the screen, also after a cancel. */
  restart(): void {
    this.#abandon();
    this.#tokensKey = undefined;
    this.#consider(this.#store.state);
  }

  /** Another backend is wanted: what was computed stays on the screen until it is there again. */
  replaceBackend(): void {
    this.#workshop.close();
    this.restart();
  }

  /** Stops between two operations; nothing starts again until something else is chosen. */
  cancel(): void {
    this.#current?.controller.abort();
    this.#store.dispatch({ type: "run", run: { status: "cancelled" } });
    void this.#workshop.settle();
  }

  selfCheck(): Promise<{ passed: boolean; lines: readonly string[] }> {
    return this.#workshop.selfCheck();
  }

  #consider(state: AppState): void {
    if (state.lead === "follows" && this.#current !== undefined) {
      // The Inspector draws: its worker is enough.
      this.#abandon();
      this.#workshop.close();
      return;
    }
    // Its worker was started before it was known whether it can be run.
    if (state.model !== null && whyNoAttention(state.model) !== "") this.#workshop.close();
    const job = jobOf(state);
    if (job === null || job.key === this.#current?.key) return;
    this.#abandon();
    const controller = new AbortController();
    this.#current = { key: job.key, controller };
    void this.#do(job, controller.signal);
  }

  #abandon(): void {
    if (this.#current === undefined) return;
    const wasRunning = this.#store.state.run.status === "running";
    this.#current.controller.abort();
    this.#current = undefined;
    if (wasRunning) void this.#workshop.settle();
  }

  async #do(job: ComputeJob, signal: AbortSignal): Promise<void> {
    const dispatch = this.#store.dispatch.bind(this.#store);
    const started = performance.now();
    dispatch({ type: "run", run: { status: "running", done: 0, total: 1, what: "starting" } });
    try {
      const client = await this.#workshop.open(job);
      signal.throwIfAborted();
      if (job.wants !== "embedding") await this.#picture(client, job, signal);
      const milliseconds = performance.now() - started;
      if (job.wants !== "one head") await this.#rest(client, job, signal);
      if (!signal.aborted) dispatch({ type: "run", run: { status: "done", milliseconds } });
    } catch (error) {
      if (signal.aborted || wasCancelled(error)) return;
      dispatch({ type: "run", run: { status: "failed", message: messageOf(error) } });
    }
  }

  async #picture(client: WorkerClient, job: ComputeJob, signal: AbortSignal): Promise<void> {
    const { layer, head, removal, ids } = job;
    await client.rpc.call("run", { ids, upToLayer: layer, removal }, signal);
    const maps = await client.rpc.call("attention", { layer, head, removal }, signal);
    this.#forgetOlder(job);
    const backend = this.#store.state.backend;
    if (backend === null || signal.aborted) return;
    const facts = { label: job.model.label, layer, head, removal, tokens: job.pieces, backend };
    const picture = { ...facts, ...maps };
    this.#store.dispatch({ type: "maps", maps: picture });
    // The picture is seen before anything else is computed or told.
    await painted();
    markPicture(this.#workshop.tensorBytes);
    if (this.#store.state.kind === "inspector") this.#ahead.host.tell("picture", picture);
  }

  async #rest(client: WorkerClient, job: ComputeJob, signal: AbortSignal): Promise<void> {
    const { ids, wants } = job;
    if (wants === "embedding") {
      await client.rpc.call("run", { ids, upToLayer: 0, removal: "local" }, signal);
      this.#forgetOlder(job);
    }
    if (this.#store.state.computed.embedding === null) {
      const embedding = await client.rpc.call("inputEmbedding", null, signal);
      this.#store.dispatch({ type: "embedding", embedding });
    }
    if (wants === "embedding") return;
    for (let layer = 0; layer < job.spec.layers; layer++) {
      const isThere = (this.#store.state.computed.thumbnails[layer] ?? null) !== null;
      if (isThere) continue;
      const progress = { done: layer, total: job.spec.layers, what: `heads of layer ${layer}` };
      this.#store.dispatch({ type: "run", run: { status: "running", ...progress } });
      await client.rpc.call("run", { ids, upToLayer: layer, removal: "local" }, signal);
      const params = { layer, side: Math.min(thumbnailSide, ids.length) };
      const values = await client.rpc.call("thumbnails", params, signal);
      const thumbnails = { side: params.side, values };
      this.#store.dispatch({ type: "thumbnails", layer, thumbnails });
    }
  }

  /** The results of other tokens leave the screen only now that new ones take their place. */
  #forgetOlder(job: ComputeJob): void {
    if (this.#tokensKey === job.tokensKey) return;
    this.#tokensKey = job.tokensKey;
    this.#store.dispatch({ type: "forget" });
  }
}
