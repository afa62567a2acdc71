/** A value that is made at its first use and shared from then on; a failure is not kept, so the next use tries again. */
export class Once<T> {
  #made: Promise<T> | undefined;

  get(make: () => Promise<T>): Promise<T> {
    if (this.#made === undefined) {
      const made = make();
      this.#made = made;
      made.catch(() => {
        if (this.#made === made) {
          this.#made = undefined;
        }
      });
    }
    return this.#made;
  }

  /** Forgets the value and hands it to `close` if there is one; who asked for one that failed was told already. */
  drop(close: (value: T) => unknown = () => undefined): void {
    const made = this.#made;
    this.#made = undefined;
    void made?.then(close, () => undefined);
  }
}
