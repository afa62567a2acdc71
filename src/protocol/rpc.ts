import { type Envelope, type Outcome, parseEnvelope } from "./envelope.ts";
import { RpcError, toWireError } from "./rpcError.ts";
import { transferOf } from "./transfer.ts";

/** One direction of questions: method name → what is asked with and what comes back. */
export type Requests<M> = { readonly [K in keyof M]: { params: unknown; result: unknown } };

/** The functions that answer one direction. The signal fires when the other end cancels or either end goes away. */
export type Handlers<M extends Requests<M>> = {
  readonly [K in keyof M]: (
    params: M[K]["params"],
    signal: AbortSignal,
  ) => M[K]["result"] | Promise<M[K]["result"]>;
};

/** What carries messages: a webview, `acquireVsCodeApi()`, a worker. May drop messages once closed. */
export interface RpcPort {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  listen(listener: (message: unknown) => void): { dispose(): void };
}

export interface RpcHooks {
  /** Told of messages that were ignored, and of listeners that threw. */
  log?(message: string): void;
}

/**
 * One end of a connection; the same class serves both ends (host ↔ webview, window ↔ worker).
 * Every request that arrives is answered exactly once while this end lives, and never after.
 * Buffers move instead of being copied where `transferring` names them.
 */
export class Rpc<
  Handles extends Requests<Handles>,
  Calls extends Requests<Calls>,
  Hears extends object,
  Tells extends object,
> {
  readonly #port: RpcPort;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #log: (message: string) => void;
  readonly #listening: { dispose(): void };
  readonly #name = nameOfThisEnd();
  #peer: string | undefined;
  #calls = 0;
  #disposed = false;
  readonly #waiting = new Map<string, Waiting>();
  readonly #running = new Map<string, AbortController>();
  readonly #listeners = new Map<PropertyKey, Set<(payload: never) => void>>();

  constructor(port: RpcPort, handlers: Handlers<Handles>, hooks: RpcHooks = {}) {
    this.#port = port;
    // Own properties only: "constructor" and the like are no methods.
    this.#handlers = new Map(Object.entries<Handler>(handlers as Record<string, Handler>));
    this.#log = (message) => hooks.log?.(message);
    this.#listening = port.listen((message) => this.#receive(message));
  }

  /** @throws RpcError with the code of the far error; `cancelled` at once when the signal fires. */
  call<K extends keyof Calls & string>(
    method: K,
    params: Calls[K]["params"],
    signal?: AbortSignal,
  ): Promise<Calls[K]["result"]> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#disposed || signal?.aborted === true) {
        reject(this.#disposed ? disposedError() : cancelledError(method));
        return;
      }
      const id = `${this.#name}/${(this.#calls += 1)}`;
      const cancel = (): void => this.#cancel(id, method);
      const settled = (): void => signal?.removeEventListener("abort", cancel);
      this.#waiting.set(id, { resolve, reject, settled });
      signal?.addEventListener("abort", cancel, { once: true });
      try {
        this.#post({ kind: "request", id, method, params }, params);
      } catch (error) {
        this.#take(id)?.reject(
          new RpcError("not-sent", `"${method}" could not be sent: ${String(error)}`, {
            cause: error,
          }),
        );
      }
    });
  }

  /** Says something that is not answered; silent once disposed. */
  tell<K extends keyof Tells & string>(event: K, payload: Tells[K]): void {
    if (!this.#disposed) {
      this.#postQuietly({ kind: "event", event, payload }, payload);
    }
  }

  on<K extends keyof Hears & string>(
    event: K,
    listener: (payload: Hears[K]) => void,
  ): { dispose(): void } {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return { dispose: () => void listeners.delete(listener) };
  }

  /** Rejects waiting calls with `disposed`, aborts running handlers, forgets listeners. Nothing is sent from here on. */
  dispose(): void {
    if (this.#disposed) {
      return;
    }
    this.#disposed = true;
    this.#listening.dispose();
    this.#listeners.clear();
    this.#abandon(disposedError());
  }

  #receive(message: unknown): void {
    if (this.#disposed) {
      return;
    }
    const envelope = parseEnvelope(message);
    if (envelope === undefined) {
      this.#log("A message that is no envelope was ignored.");
      return;
    }
    this.#meet(envelope.from);
    switch (envelope.kind) {
      case "request":
        void this.#answer(envelope.id, envelope.method, envelope.params);
        return;
      case "reply":
        this.#settle(envelope.id, envelope);
        return;
      case "cancel":
        this.#running.get(envelope.id)?.abort();
        return;
      case "event":
        this.#hear(envelope.event, envelope.payload);
    }
  }

  /** A webview that was reloaded knows nothing of what its predecessor was asked or had asked. */
  #meet(peer: string): void {
    if (this.#peer !== undefined && this.#peer !== peer) {
      this.#abandon(new RpcError("gone", "The other end was reloaded before it answered."));
    }
    this.#peer = peer;
  }

  async #answer(id: string, method: string, params: unknown): Promise<void> {
    if (this.#running.has(id)) {
      this.#log(`A second request with the id ${id} was ignored.`);
      return;
    }
    const controller = new AbortController();
    this.#running.set(id, controller);
    const outcome = await this.#outcome(method, params, controller.signal);
    // A handler that ends after its end was disposed or its asker left has nobody to answer.
    if (this.#running.get(id) === controller) {
      this.#running.delete(id);
      this.#reply(id, outcome);
    }
  }

  async #outcome(method: string, params: unknown, signal: AbortSignal): Promise<Outcome> {
    const handler = this.#handlers.get(method);
    if (handler === undefined) {
      const message = `There is no method "${method}"; known: ${[...this.#handlers.keys()].join(", ")}.`;
      return { ok: false, error: { code: "unknown-method", message } };
    }
    try {
      return { ok: true, value: await handler(params, signal) };
    } catch (error) {
      return { ok: false, error: toWireError(error, signal) };
    }
  }

  #reply(id: string, outcome: Outcome): void {
    try {
      this.#post({ kind: "reply", id, ...outcome }, outcome.ok ? outcome.value : undefined);
    } catch (error) {
      // A value that cannot be cloned must not leave the asker waiting.
      const message = `The answer could not be sent: ${String(error)}`;
      this.#log(message);
      this.#postQuietly({ kind: "reply", id, ok: false, error: { code: "not-sent", message } });
    }
  }

  #settle(id: string, outcome: Outcome): void {
    const waiting = this.#take(id);
    if (waiting === undefined) {
      this.#log(`An answer to ${id} came that nobody waits for (cancelled, or answered twice).`);
    } else if (outcome.ok) {
      waiting.resolve(outcome.value);
    } else {
      waiting.reject(new RpcError(outcome.error.code, outcome.error.message));
    }
  }

  #cancel(id: string, method: string): void {
    const waiting = this.#take(id);
    if (waiting !== undefined) {
      waiting.reject(cancelledError(method));
      this.#postQuietly({ kind: "cancel", id });
    }
  }

  #hear(event: string, payload: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        listener(payload as never);
      } catch (error) {
        this.#log(`A listener of "${event}" failed: ${String(error)}`);
      }
    }
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.settled();
    return waiting;
  }

  #abandon(reason: RpcError): void {
    const controllers = [...this.#running.values()];
    this.#running.clear();
    for (const controller of controllers) {
      controller.abort();
    }
    for (const id of [...this.#waiting.keys()]) {
      this.#take(id)?.reject(reason);
    }
  }

  #post(body: WithoutFrom<Envelope>, carrier: unknown): void {
    this.#port.post({ ...body, from: this.#name }, transferOf(carrier));
  }

  #postQuietly(body: WithoutFrom<Envelope>, carrier?: unknown): void {
    try {
      this.#post(body, carrier);
    } catch (error) {
      this.#log(`A message could not be sent: ${String(error)}`);
    }
  }
}

type Handler = (params: unknown, signal: AbortSignal) => unknown;
type WithoutFrom<T> = T extends unknown ? Omit<T, "from"> : never;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: RpcError): void;
  settled(): void;
}

// Declared here because it is the one thing that every runtime of ours has and ES2023 does not name.
declare const crypto: {
  getRandomValues(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer>;
};

function nameOfThisEnd(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join(
    "",
  );
}

function disposedError(): RpcError {
  return new RpcError("disposed", "This end of the connection was closed.");
}

function cancelledError(method: string): RpcError {
  return new RpcError("cancelled", `"${method}" was cancelled.`);
}
