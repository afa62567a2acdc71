import { type Handlers, Rpc, type RpcPort } from "../../src/protocol/rpc.ts";
import type { WindowRequests, WorkerEvents, WorkerRequests } from "../workerContract.ts";

type WindowEnd = Rpc<WindowRequests, WorkerRequests, WorkerEvents, object>;

/** How long an abandoned operation may keep the worker busy before the worker is ended. */
const patienceMs = 3000;

/** A running worker and the line to it. */
export interface WorkerClient {
  readonly rpc: WindowEnd;
  readonly isAlive: boolean;
  /**
   * Called after a request was abandoned: a worker that is still inside one operation after some seconds
   * is ended, since nothing else can interrupt it. Resolves when the worker answers or is gone.
   */
  settle(): Promise<void>;
  dispose(): void;
}

/**
 * Starts the worker from its text: a webview may not load a worker from an address of its own,
 * only from a blob that it made.
 */
export function createWorkerClient(
  script: ArrayBuffer,
  handlers: Handlers<WindowRequests>,
  failed: (message: string) => void,
): WorkerClient {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address, { name: "poslens" });
  URL.revokeObjectURL(address);
  const rpc: WindowEnd = new Rpc<WindowRequests, WorkerRequests, WorkerEvents, object>(
    portOf(worker),
    handlers,
  );
  let isAlive = true;
  const dispose = (): void => {
    isAlive = false;
    rpc.dispose();
    worker.terminate();
  };
  worker.addEventListener("error", (event) => {
    failed(event.message);
    dispose();
  });
  return {
    rpc,
    get isAlive() {
      return isAlive;
    },
    async settle() {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), patienceMs);
      // Refused = too late or disposed meanwhile; either way there is no worker to keep.
      await rpc.call("ping", null, late.signal).catch(dispose);
      clearTimeout(timer);
    },
    dispose,
  };
}

function portOf(worker: Worker): RpcPort {
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen(listener) {
      const heard = (event: MessageEvent<unknown>): void => listener(event.data);
      worker.addEventListener("message", heard);
      return { dispose: () => worker.removeEventListener("message", heard) };
    },
  };
}
