import type { HostClient } from "../../platform/hostClient.ts";
import { messageOf, wasCancelled } from "../failures.ts";
import type { Task } from "./tensorsState.ts";

interface TaskHooks<T> {
  readonly changed: (task: Task) => void;
  readonly done: (result: T) => void;
}

/** One piece of work that the host does at a time: a newer one takes the place of the one before. */
export class TensorTask<T> {
  readonly #hooks: TaskHooks<T>;
  readonly #prefix: string;
  #count = 0;
  #key: string | undefined;
  #running: { readonly task: string; readonly controller: AbortController } | undefined;

  constructor(name: string, host: HostClient, hooks: TaskHooks<T>) {
    this.#prefix = name;
    this.#hooks = hooks;
    host.on("progress", ({ task, done, total }) => {
      if (task === this.#running?.task) hooks.changed({ status: "running", done, total });
    });
  }

  /** Does nothing for the key that was asked for last, whatever became of it. */
  start(key: string, work: (task: string, signal: AbortSignal) => Promise<T>): void {
    if (key === this.#key) return;
    this.#running?.controller.abort();
    this.#key = key;
    const task = `${this.#prefix} ${(this.#count += 1)}`;
    const controller = new AbortController();
    this.#running = { task, controller };
    this.#hooks.changed({ status: "running", done: 0, total: 1 });
    void this.#follow(work(task, controller.signal), controller);
  }

  /** Stops by the user's will: the same is not begun again by itself. */
  cancel(): void {
    if (this.#running === undefined) return;
    this.#stop();
    this.#hooks.changed({ status: "cancelled" });
  }

  /** Nobody looks any more: forgotten, and begun anew when it is wanted again. */
  forget(): void {
    this.#key = undefined;
    if (this.#running === undefined) return;
    this.#stop();
    this.#hooks.changed({ status: "idle" });
  }

  #stop(): void {
    this.#running?.controller.abort();
    this.#running = undefined;
  }

  async #follow(work: Promise<T>, controller: AbortController): Promise<void> {
    try {
      const result = await work;
      if (controller.signal.aborted) return;
      this.#running = undefined;
      this.#hooks.changed({ status: "idle" });
      this.#hooks.done(result);
    } catch (error) {
      if (controller.signal.aborted || wasCancelled(error)) return;
      this.#running = undefined;
      this.#hooks.changed({ status: "failed", message: messageOf(error) });
    }
  }
}
