import type { MessagePort, Worker } from "node:worker_threads";

import type { RpcPort } from "../../protocol/rpc.ts";

/** A thread, or the port to the one that started it, as an `Rpc` needs it: named buffers move. */
export function toThreadPort(port: Worker | MessagePort): RpcPort {
  return {
    post: (message, transfer) => port.postMessage(message, [...(transfer ?? [])]),
    listen: (listener) => {
      port.on("message", listener);
      return { dispose: () => void port.off("message", listener) };
    },
  };
}
