/** Stands in for the view's worker: it computes nothing, and on command hangs or tells that its GPU is gone. */
import { Rpc, type RpcPort } from "../../../src/protocol/rpc.ts";
import type {
  WindowRequests,
  WorkerEvents,
  WorkerRequests,
} from "../../../webview/workerContract.ts";
import { hangs, losesTheGpu } from "./orders.ts";

interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
}

const port: RpcPort = {
  post: (message, transfer = []) =>
    (self as unknown as WorkerScope).postMessage(message, [...transfer]),
  listen(listener) {
    self.addEventListener("message", (event: MessageEvent<unknown>) => listener(event.data));
    return { dispose: () => undefined };
  },
};

const end = new Rpc<WorkerRequests, WindowRequests, object, WorkerEvents>(port, {
  // What it was told to avoid comes back as what it passed over.
  start: ({ avoid }) => ({ backend: "wasm", adapter: "", passedOver: avoid }),
  selfCheck: () => ({ passed: true, lines: [] }),
  load: () => null,
  run({ ids: [order] }) {
    while (order === hangs);
    if (order === losesTheGpu) end.tell("lost", { reason: "pulled out" });
    return null;
  },
  attention: () => Promise.reject(new Error("nothing is computed here")),
  thumbnails: () => Promise.reject(new Error("nothing is computed here")),
  inputEmbedding: () => Promise.reject(new Error("nothing is computed here")),
  ping: () => null,
});
