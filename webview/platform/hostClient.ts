import type {
  HostEvents,
  HostRequests,
  WebviewEvents,
  WebviewRequests,
} from "../../src/protocol/contract.ts";
import { type Handlers, Rpc } from "../../src/protocol/rpc.ts";
import { hostPort } from "./vscodeApi.ts";

/** The extension host, as everything in the webview sees it. */
export type HostClient = Rpc<WebviewRequests, HostRequests, HostEvents, WebviewEvents>;

export function createHostClient(handlers: Handlers<WebviewRequests>): HostClient {
  const client: HostClient = new Rpc<WebviewRequests, HostRequests, HostEvents, WebviewEvents>(
    hostPort,
    handlers,
    {
      log: (message) => client.tell("log", { level: "warn", message }),
    },
  );
  return client;
}
