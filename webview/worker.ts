/** The worker of a view: the one place in the webview where TensorFlow.js runs. */
import { FormatError } from "../src/core/errors.ts";
import { selfCheck } from "../src/inference/selfCheck.ts";
import { ModelSession } from "../src/inference/session.ts";
import type { WeightReader } from "../src/inference/weights.ts";
import { Rpc, type RpcPort } from "../src/protocol/rpc.ts";
import { transferring } from "../src/protocol/transfer.ts";
import { tfjsBackends, watchDeviceLoss } from "./gpu/backends.ts";
import { chooseBackend } from "./gpu/chooseBackend.ts";
import { activeKernels } from "./gpu/kernels.ts";
import type { WindowRequests, WorkerEvents, WorkerRequests } from "./workerContract.ts";

/** The two calls of a worker's global object that are used; the DOM's types only know windows. */
interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
}

const port: RpcPort = {
  post: (message, transfer = []) =>
    (self as unknown as WorkerScope).postMessage(message, [...transfer]),
  listen(listener) {
    const heard = (event: MessageEvent<unknown>): void => listener(event.data);
    self.addEventListener("message", heard);
    return { dispose: () => self.removeEventListener("message", heard) };
  },
};

let session: ModelSession | undefined;
let lastTurn: Promise<unknown> = Promise.resolve();

const end = new Rpc<WorkerRequests, WindowRequests, object, WorkerEvents>(port, {
  start: ({ setting, avoid }) =>
    inTurn(async () => {
      const backends = tfjsBackends((name) => end.call("asset", { name }));
      const status = await chooseBackend(setting, backends, avoid);
      watchDeviceLoss((reason) => end.tell("lost", { reason }));
      return status;
    }),
  selfCheck: () => inTurn(() => selfCheck(activeKernels())),
  load: (model) =>
    inTurn(async () => {
      session?.dispose();
      session = undefined;
      session = new ModelSession(model, weights, { kernels: activeKernels() });
      return null;
    }),
  run: (request, signal) =>
    inTurn(async () => {
      await loaded().run(request, {
        signal,
        onProgress: (done, total, what) => end.tell("progress", { done, total, what }),
      });
      return null;
    }, signal),
  attention: ({ layer, head, removal }, signal) =>
    inTurn(async () => {
      const maps = await loaded().attention(layer, head, removal);
      return transferring(maps, [maps.withPosition.buffer, maps.withoutPosition.buffer]);
    }, signal),
  thumbnails: ({ layer, side }, signal) => inTurn(() => loaded().thumbnails(layer, side), signal),
  inputEmbedding: (_, signal) =>
    inTurn(async () => {
      const embedding = await loaded().inputEmbedding();
      return transferring(embedding, [embedding.values.buffer]);
    }, signal),
  ping: () => null,
});

const weights: WeightReader = {
  readTensor: (name, signal) => end.call("tensor", { name, rows: null }, signal),
  readRows: (name, rows, signal) => end.call("tensor", { name, rows }, signal),
};

/** One operation at a time: they share the backend's memory and the session's tensors. */
function inTurn<T>(operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const turn = lastTurn.then(() => {
    signal?.throwIfAborted();
    return operation();
  });
  lastTurn = turn.catch(() => undefined);
  return turn;
}

function loaded(): ModelSession {
  if (session === undefined) throw new FormatError("unsupported", "no model is loaded");
  return session;
}
