import type { RpcPort } from "../../src/protocol/rpc.ts";

interface VsCodeApi {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

// May be asked for once in the life of a page.
const api = acquireVsCodeApi();

/** What VS Code kept of this view while it was hidden; anything, since an older version may have written it. */
export function keptState(): unknown {
  return api.getState();
}

export function keepState(state: object): void {
  api.setState(state);
}

/** The line to the extension host. Buffers are copied there, whatever is named for transfer. */
export const hostPort: RpcPort = {
  post: (message) => api.postMessage(message),
  listen(listener) {
    const heard = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener("message", heard);
    return { dispose: () => window.removeEventListener("message", heard) };
  },
};
