/** The worker of a view: the one place in the webview where TensorFlow.js runs. */
import { FormatError } from "../src/core/errors.ts";
import { selfCheck } from "../src/inference/selfCheck.ts";
import { ModelSession } from "../src/inference/session.ts";
import type { WeightReader } from "../src/inference/weights.ts";
import { Rpc, type RpcPort } from "../src/protocol/rpc.ts";
import { tfjsBackends, watchDeviceLoss } from "./gpu/backends.ts";
import { chooseBackend } from "./gpu/chooseBackend.ts";
import type {
  WindowEvents,
  WindowRequests,
  WorkerEvents,
  WorkerRequests,
} from "./workerContract.ts";

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

const end = new Rpc<WorkerRequests, WindowRequests, WindowEvents, WorkerEvents>(port, {
  start: ({ setting, avoid }) =>
    inTurn(async () => {
      const backends = tfjsBackends((name) => end.call("asset", { name }));
      const status = await chooseBackend(setting, backends, avoid);
      watchDeviceLoss((reason) => end.tell("lost", { reason }));
      return status;
    }),
  selfCheck: () => inTurn(() => selfCheck()),
  load: (model) =>
    inTurn(async () => {
      session?.dispose();
      session = undefined;
      session = new ModelSession(model, weights);
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
    inTurn(async () => toOwn(await loaded().attention(layer, head, removal)), signal),
  thumbnails: ({ layer, side }, signal) =>
    inTurn(async () => ownCopy(await loaded().thumbnails(layer, "local", side)), signal),
  inputEmbedding: (_, signal) =>
    inTurn(async () => {
      const embedding = await loaded().inputEmbedding();
      return { ...embedding, values: ownCopy(embedding.values) };
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

function toOwn(maps: Awaited<ReturnType<ModelSession["attention"]>>): {
  size: number;
  withPosition: Float32Array<ArrayBuffer>;
  withoutPosition: Float32Array<ArrayBuffer>;
} {
  return {
    size: maps.size,
    withPosition: ownCopy(maps.withPosition),
    withoutPosition: ownCopy(maps.withoutPosition),
  };
}

/** A view into wasm memory would send that whole memory along. */
function ownCopy(values: Float32Array): Float32Array<ArrayBuffer> {
  return values.buffer.byteLength === values.byteLength && values.buffer instanceof ArrayBuffer
    ? new Float32Array(values.buffer)
    : new Float32Array(values);
}
