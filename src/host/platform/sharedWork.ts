import type { Watch } from "../../core/tensors/tensorPieces.ts";

/**
 * Work whose result is kept and which several may wait for: each hears how far it is, and it stops when the last of
 * them has cancelled. A failure is not kept, so the next ask tries again.
 */
export class SharedWork<T> {
  readonly #work: (watch: Watch) => Promise<T>;
  readonly #waiting = new Set<Watch>();
  #running: { readonly result: Promise<T>; readonly controller: AbortController } | undefined;

  constructor(work: (watch: Watch) => Promise<T>) {
    this.#work = work;
  }

  async get(watch: Watch): Promise<T> {
    const { signal } = watch;
    signal?.throwIfAborted();
    const running = (this.#running ??= this.#begin());
    this.#waiting.add(watch);
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        this.#waiting.delete(watch);
        // Another one that comes later begins anew: this one may be half stopped.
        if (this.#waiting.size === 0) this.#stop(running);
        reject(toError(signal?.reason));
      };
    });
    signal?.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([running.result, left]);
    } finally {
      signal?.removeEventListener("abort", leave);
      this.#waiting.delete(watch);
    }
  }

  #begin(): { readonly result: Promise<T>; readonly controller: AbortController } {
    const controller = new AbortController();
    const { signal } = controller;
    const progress = (done: number, total: number): void => {
      for (const watch of this.#waiting) watch.progress?.(done, total);
    };
    const running = { result: this.#work({ signal, progress }), controller };
    running.result.catch(() => {
      if (this.#running === running) this.#running = undefined;
    });
    return running;
  }

  #stop(running: { readonly controller: AbortController }): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    running.controller.abort();
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("aborted");
}
