/**
 * Runs tasks one after the other, in the order asked for. An operation on shared tensors must not see
 * another one half done; a failed task does not stop those behind it.
 */
export class Exclusive {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** No task runs or waits. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  run<T>(task: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const result = this.#last.then(task).finally(() => {
      this.#waiting -= 1;
    });
    // Failures belong to whoever asked; the queue only waits for the end.
    this.#last = result.then(ignore, ignore);
    return result;
  }
}

function ignore(): void {
  // Nothing to do.
}
