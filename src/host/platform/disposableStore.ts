/** Anything that is given back by `dispose`; structurally VS Code's Disposable, so that tests need no VS Code. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns what was added and disposes it in reverse order. Adding to a disposed store disposes at once. */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#isDisposed) {
      item.dispose();
    } else {
      this.#items.add(item);
    }
    return item;
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    const items = [...this.#items].reverse();
    this.#items.clear();
    const failures = items.flatMap((item) => {
      try {
        item.dispose();
        return [];
      } catch (error) {
        // The others must still be given back.
        return [error];
      }
    });
    if (failures.length > 0) {
      throw new AggregateError(failures, "Some of what was owned could not be disposed.");
    }
  }
}
