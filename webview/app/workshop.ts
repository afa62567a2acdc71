import type { BackendStatus, TensorBytes } from "../../src/protocol/contract.ts";
import { RpcError } from "../../src/protocol/rpcError.ts";
import { transferring } from "../../src/protocol/transfer.ts";
import { createWorkerClient, type WorkerClient } from "../platform/workerClient.ts";
import type { Passed } from "../workerContract.ts";
import type { Ahead } from "./ahead.ts";
import type { ComputeJob } from "./computeJob.ts";
import { firstTensors, type TensorQuestion } from "./firstTensors.ts";
import type { Store } from "./store.ts";

/** A worker that has chosen its backend. */
interface Bench {
  readonly client: WorkerClient;
  readonly status: BackendStatus;
}

/** Two losses of the GPU so close together are one too many: the third try would fail as well. */
const lossWindowMs = 60_000;

/** Keeps one worker with the right model loaded, and replaces it when it is lost. */
export class Workshop {
  readonly #store: Store;
  readonly #ahead: Ahead;
  readonly #replaced: () => void;
  #script: Promise<ArrayBuffer> | undefined;
  #bench: Promise<Bench> | undefined;
  #client: WorkerClient | undefined;
  /** Starts and closings so far: a start that another overtook ends before it makes a worker. */
  #starts = 0;
  /** Of the model that the worker has loaded; requests that name an old one are refused by the host. */
  #revision = -1;
  /** Read before the worker asked for it; each is taken once. */
  #asked = new Map<string, Promise<TensorBytes> | undefined>();
  #avoid: readonly Passed[] = [];
  #lastLoss = -Infinity;
  #tensorBytes = 0;

  /** `replaced` is called when what was computed has to be computed again. */
  constructor(store: Store, ahead: Ahead, replaced: () => void) {
    this.#store = store;
    this.#ahead = ahead;
    this.#replaced = replaced;
  }

  /** Starts the worker before there is a job for it; who opens it is told what went wrong. */
  prepare(): void {
    this.#ready().catch(() => undefined);
  }

  /** A worker with this job's model. @throws RpcError when it cannot be started. */
  async open(job: ComputeJob): Promise<WorkerClient> {
    if (this.#revision !== job.model.revision) this.#readAhead(job);
    const bench = await this.#ready();
    if (this.#revision !== job.model.revision) {
      this.#revision = job.model.revision;
      await bench.client.rpc.call("load", { spec: job.spec, tensors: job.model.tensors });
    }
    return bench.client;
  }

  /** Bytes of weights that came over from the host, by all workers so far. */
  get tensorBytes(): number {
    return this.#tensorBytes;
  }

  async selfCheck(): Promise<{ passed: boolean; lines: readonly string[] }> {
    const { client, status } = await this.#ready();
    const { backend, adapter, passedOver } = status;
    const { passed, lines } = await client.rpc.call("selfCheck", null);
    const named = `backend ${backend}${adapter === "" ? "" : ` (${adapter})`}`;
    const others = passedOver.map((one) => `${one.backend} passed over: ${one.reason}`);
    return { passed, lines: [named, ...others, ...lines] };
  }

  /** After an abandoned request: gives the worker a moment to notice, and ends it if it does not. */
  async settle(): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    await client.settle();
    // Another may have been started meanwhile.
    if (!client.isAlive && this.#client === client) this.close();
  }

  close(): void {
    this.#starts += 1;
    this.#client?.dispose();
    this.#client = undefined;
    this.#bench = undefined;
    this.#asked.clear();
    this.#revision = -1;
  }

  #ready(): Promise<Bench> {
    if (this.#bench === undefined || this.#client?.isAlive === false) {
      this.#starts += 1;
      const bench = this.#start(this.#starts);
      this.#bench = bench;
      bench.catch(() => {
        if (this.#bench === bench) this.close();
      });
    }
    return this.#bench;
  }

  async #start(start: number): Promise<Bench> {
    this.#script ??= this.#ahead.asset("worker.js");
    const [script, { backend: setting }] = await Promise.all([
      this.#script,
      this.#ahead.settings(),
    ]);
    if (start !== this.#starts)
      throw new RpcError("cancelled", "The worker is not wanted any more.");
    const client = this.#createClient(script);
    this.#client = client;
    const chosen = await client.rpc.call("start", { setting, avoid: this.#avoid });
    this.#store.dispatch({ type: "backend", backend: chosen });
    this.#ahead.host.tell("backend", chosen);
    return { client, status: chosen };
  }

  #createClient(script: ArrayBuffer): WorkerClient {
    const { host } = this.#ahead;
    const client = createWorkerClient(
      script,
      {
        tensor: async (question, signal) => {
          const key = keyOf(question);
          const asked = this.#asked.get(key);
          this.#asked.delete(key);
          const tensor = await (asked ?? this.#readTensor(this.#revision, question, signal));
          return transferring(tensor, [tensor.bytes]);
        },
        asset: async ({ name }, signal) => {
          const bytes = await this.#ahead.asset(name, signal);
          return transferring(bytes, [bytes]);
        },
      },
      (message) => host.tell("log", { level: "error", message: `worker: ${message}` }),
    );
    client.rpc.on("progress", ({ done, total, what }) => {
      // The last one says that the worker is done, which the answer says as well.
      if (this.#store.state.run.status !== "running" || done === total) return;
      this.#store.dispatch({ type: "run", run: { status: "running", done, total, what } });
    });
    client.rpc.on("lost", ({ reason }) => this.#survive(reason));
    return client;
  }

  /** A worker takes its time to start: what it will ask for first comes over meanwhile. */
  #readAhead(job: ComputeJob): void {
    const { revision } = job.model;
    const questions = firstTensors(job);
    const asked = questions.map((question) => this.#readTensor(revision, question, undefined));
    // The worker is told of a failure, should it ask.
    for (const answer of asked) answer.catch(() => undefined);
    this.#asked = new Map(questions.map(keyOf).map((key, at) => [key, asked[at]]));
  }

  async #readTensor(
    revision: number,
    question: TensorQuestion,
    signal: AbortSignal | undefined,
  ): Promise<TensorBytes> {
    const tensor = await this.#ahead.host.call("tensor", { revision, ...question }, signal);
    this.#tensorBytes += tensor.bytes.byteLength;
    return tensor;
  }

  #survive(reason: string): void {
    const now = performance.now();
    const isAgain = now - this.#lastLoss < lossWindowMs;
    this.#lastLoss = now;
    if (isAgain) this.#avoid = [{ backend: "webgpu", reason: `the GPU was lost twice: ${reason}` }];
    const text = `The GPU was lost (${reason}) and the picture computed anew${isAgain ? " without it" : ""}.`;
    this.#store.dispatch({ type: "notice", text });
    this.#ahead.host.tell("log", { level: "warn", message: text });
    this.close();
    this.#replaced();
  }
}

function keyOf({ name, rows }: TensorQuestion): string {
  return JSON.stringify([name, rows]);
}
