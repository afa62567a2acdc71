import { type Handlers, Rpc } from "../../../src/protocol/rpc.ts";
import { type LinkedPort, linkedPorts } from "./linkedPorts.ts";

export interface HostMethods {
  double: { params: number; result: number };
  slow: { params: null; result: string };
  bytes: { params: { length: number }; result: ArrayBuffer };
  uncloneable: { params: null; result: unknown };
}
export interface ViewMethods {
  shout: { params: string; result: string };
}
export interface HostTells {
  changed: { file: string };
}
export interface ViewTells {
  log: string;
}
export type HostRpc = Rpc<HostMethods, ViewMethods, ViewTells, HostTells>;
export type ViewRpc = Rpc<ViewMethods, HostMethods, HostTells, ViewTells>;

export interface Pair {
  readonly host: HostRpc;
  readonly view: ViewRpc;
  readonly hostPort: LinkedPort;
  readonly viewPort: LinkedPort;
  readonly logs: string[];
}

const doing: Handlers<HostMethods> = {
  double: (value) => value * 2,
  slow: (_, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("stopped")));
      setTimeout(resolve, 60_000, "late").unref();
    }),
  bytes: ({ length }) => new ArrayBuffer(length),
  uncloneable: () => () => 1,
};

/** A host and a view on linked ports; handlers may be replaced. */
export function connect(handlers: Partial<Handlers<HostMethods>> = {}): Pair {
  const [hostPort, viewPort] = linkedPorts();
  const logs: string[] = [];
  const log = (message: string): void => void logs.push(message);
  const host: HostRpc = new Rpc<HostMethods, ViewMethods, ViewTells, HostTells>(
    hostPort,
    { ...doing, ...handlers },
    { log },
  );
  const view: ViewRpc = new Rpc<ViewMethods, HostMethods, HostTells, ViewTells>(
    viewPort,
    { shout: (text) => text.toUpperCase() },
    { log },
  );
  return { host, view, hostPort, viewPort, logs };
}

/** Kinds of the envelopes that left a port. */
export const kinds = (port: LinkedPort): readonly unknown[] =>
  port.sent.map((message) => (message as { kind: unknown }).kind);
